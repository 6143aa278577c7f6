/** Order of an input's parts for fields side by side: with hints underneath, the fields stay in line. */
export const hintBelow: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']
