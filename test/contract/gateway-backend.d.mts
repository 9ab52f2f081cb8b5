import type { Server } from 'node:http'

export function createBackend(name: string): Server
