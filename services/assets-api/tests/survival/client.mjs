// tus-js-client, as a browser would run it: `node client.mjs ENDPOINT TOKEN FILE CHUNK`.
// Prints what the server acknowledged after each break and how the upload ended.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import * as tus from 'tus-js-client'

const [endpoint, token, file, chunk] = process.argv.slice(2)
const data = readFileSync(file)
const told = { url: '', breaks: [], patches: 0, error: '' }
let sent = 0

const upload = new tus.Upload(data, {
  endpoint,
  chunkSize: Number(chunk),
  headers: { Authorization: `Bearer ${token}` },
  metadata: {
    filename: basename(file),
    filetype: 'image/jpeg',
    sha256: createHash('sha256').update(data).digest('hex'),
  },
  retryDelays: [50, 100, 200, 400, 800, 1600],
  onProgress: (bytes) => {
    sent = Math.max(sent, bytes)
  },
  onAfterResponse: (request, response) => {
    if (request.getMethod() === 'PATCH') told.patches += 1
    if (request.getMethod() === 'HEAD') {
      const from = Number(response.getHeader('Upload-Offset'))
      told.breaks.push({ from, again: sent - from })
      sent = from
    }
  },
  onError: (error) => {
    told.error = String(error)
    console.log(JSON.stringify(told))
    process.exitCode = 1
  },
  onSuccess: () => {
    told.url = upload.url
    console.log(JSON.stringify(told))
  },
})
upload.start()
