import { declareTable, plain } from '../../foundation/catalogue/catalogue.ts'

export const noticeTables = [
  declareTable({
    table: 'notices',
    subject: 'none',
    path: null,
    columns: {
      network_id: plain('identifier'),
      notice_id: plain('identifier'),
      establishment_id: plain('identifier'),
      locale: plain('published text'),
      version: plain('published text'),
      body: plain('published text'),
      published_at: plain('time')
    }
  })
]
