import { openBigStore } from './big-store.ts'
console.log(await openBigStore(console.error))
