import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { leafHash, nodeHash } from './hashes.ts'
import { CompactTree, consistencyProof, emptyRoot, inclusionProof, verifyConsistency, verifyInclusion } from './merkle.ts'

// The eight leaves of the reference tree of RFC 6962's own implementation (certificate-transparency, merkle_tree_test.cc),
// its roots for 1 to 8 leaves, and its proofs.
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'
]
const knownLeaves = inputs.map((input) => leafHash(Buffer.from(input, 'hex')))
const inclusions: { index: number; size: number; proof: string[] }[] = [
  { index: 0, size: 1, proof: [] },
  {
    index: 0,
    size: 8,
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'
    ]
  },
  {
    index: 5,
    size: 8,
    proof: [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'
    ]
  },
  { index: 2, size: 3, proof: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
  {
    index: 1,
    size: 5,
    proof: [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'
    ]
  }
]
const consistencies: { older: number; newer: number; proof: string[] }[] = [
  { older: 1, newer: 1, proof: [] },
  {
    older: 1,
    newer: 8,
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4'
    ]
  },
  {
    older: 6,
    newer: 8,
    proof: [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'
    ]
  },
  {
    older: 2,
    newer: 5,
    proof: [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b'
    ]
  }
]
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')
const rootOf = (size: number): Buffer => bytes(roots[size - 1] ?? '')

test('gives the roots of the reference tree', () => {
  const tree = new CompactTree()
  assert.equal(tree.root().toString('hex'), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  for (const [at, leaf] of knownLeaves.entries()) {
    tree.push(leaf)
    assert.equal(tree.size, at + 1)
    assert.equal(tree.root().toString('hex'), roots[at])
  }
})

test('gives and accepts the inclusion proofs of the reference tree', () => {
  for (const { index, size, proof } of inclusions) {
    assert.deepEqual(inclusionProof(knownLeaves.slice(0, size), index).map((step) => step.toString('hex')), proof)
    assert.equal(verifyInclusion(knownLeaves[index] as Buffer, index, size, proof.map(bytes), rootOf(size)), true)
  }
})

test('gives and accepts the consistency proofs of the reference tree', () => {
  for (const { older, newer, proof } of consistencies) {
    assert.deepEqual(consistencyProof(knownLeaves.slice(0, newer), older).map((step) => step.toString('hex')), proof)
    assert.equal(verifyConsistency(older, rootOf(older), newer, rootOf(newer), proof.map(bytes)), true)
  }
})

/** The definition of RFC 6962, section 2.1, word for word. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return createHash('sha256').digest()
  if (leaves.length === 1) return leaves[0] as Buffer
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return createHash('sha256').update(Buffer.from([1])).update(naiveRoot(leaves.slice(0, k))).update(naiveRoot(leaves.slice(k))).digest()
}

const manyLeaves = Array.from({ length: 300 }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)))
const manyRoots = [emptyRoot]
{
  const tree = new CompactTree()
  for (const leaf of manyLeaves) {
    tree.push(leaf)
    manyRoots.push(tree.root())
  }
}

test('grows into the root that the definition gives, at every size', () => {
  for (const size of [0, 1, 2, 3, 5, 31, 32, 33, 63, 64, 65, 127, 200, 299, 300]) {
    assert.deepEqual(manyRoots[size], naiveRoot(manyLeaves.slice(0, size)), `size ${size}`)
  }
})

const sizeAndIndex = fc.integer({ min: 1, max: 300 }).chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })))

test('proves each leaf where it is and nowhere else', () => {
  fc.assert(
    fc.property(sizeAndIndex, fc.nat(), fc.nat(255), ([size, index], at, mask) => {
      const leaves = manyLeaves.slice(0, size)
      const leaf = leaves[index] as Buffer
      const root = manyRoots[size] as Buffer
      const proof = inclusionProof(leaves, index)
      assert.ok(proof.length <= Math.ceil(Math.log2(size)))
      assert.equal(verifyInclusion(leaf, index, size, proof, root), true)

      const other = (index + 1 + (at % 299)) % 300
      assert.equal(verifyInclusion(leaf, other, size, proof, root), false, 'another place')
      assert.equal(verifyInclusion(manyLeaves[other] as Buffer, index, size, proof, root), false, 'another leaf')
      assert.equal(verifyInclusion(leaf, index, size, [...proof, root], root), false, 'a step too many')
      if (proof.length === 0) return
      assert.equal(verifyInclusion(leaf, index, size, proof.slice(1), root), false, 'a step missing')
      assert.equal(verifyInclusion(leaf, index, size, proof.slice(0, -1), root), false, 'the last step missing')
      if (mask === 0) return
      const changed = proof.map((step) => Buffer.from(step))
      const step = changed[at % changed.length] as Buffer
      step.writeUInt8(step.readUInt8(at % 32) ^ mask, at % 32)
      assert.equal(verifyInclusion(leaf, index, size, changed, root), false, 'a changed step')
    }),
    { numRuns: 300 }
  )
})

test('proves that a tree continues another, and only the one that it does', () => {
  fc.assert(
    fc.property(sizeAndIndex, fc.nat(), ([newer, index], at) => {
      const older = index + 1
      const proof = consistencyProof(manyLeaves.slice(0, newer), older)
      const [oldRoot, newRoot] = [manyRoots[older] as Buffer, manyRoots[newer] as Buffer]
      assert.equal(verifyConsistency(older, oldRoot, newer, newRoot, proof), true)

      // A past that was rewritten: the same tree but for one early leaf.
      const forged = manyLeaves.slice(0, older)
      forged[at % older] = leafHash(Buffer.from('forged'))
      assert.equal(verifyConsistency(older, naiveRoot(forged), newer, newRoot, proof), false, 'another past')
      assert.equal(verifyConsistency(older, oldRoot, newer, naiveRoot([...forged, ...manyLeaves.slice(older, newer)]), proof), false, 'another present')
      assert.equal(verifyConsistency(older, oldRoot, newer, newRoot, [...proof, newRoot]), false, 'a step too many')
      if (proof.length > 0) assert.equal(verifyConsistency(older, oldRoot, newer, newRoot, proof.slice(1)), false, 'a step missing')
    }),
    { numRuns: 300 }
  )
})

test('refuses sizes and places that make no sense', () => {
  const [leaf, root] = [knownLeaves[0] as Buffer, rootOf(1)]
  for (const [index, size] of [[-1, 1], [1, 1], [0, 0], [0.5, 1], [Number.NaN, 1]] as const) {
    assert.equal(verifyInclusion(leaf, index, size, [], root), false)
  }
  for (const [older, newer] of [[0, 1], [2, 1], [-1, 1], [0.5, 1]] as const) {
    assert.equal(verifyConsistency(older, root, newer, root, []), false)
  }
  assert.equal(verifyConsistency(3, root, 4, root, []), false)
  // A tree of one leaf has that leaf for root, whatever a longer proof may hash to.
  assert.equal(verifyInclusion(leaf, 0, 1, [root], nodeHash(root, leaf)), false)
  assert.throws(() => inclusionProof(knownLeaves, 8), RangeError)
  assert.throws(() => consistencyProof(knownLeaves, 0), RangeError)
  assert.throws(() => consistencyProof(knownLeaves, 9), RangeError)
})
