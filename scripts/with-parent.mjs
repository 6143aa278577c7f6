/**
 * Loaded before a program that must not outlive the one that started it: when that one is
 * gone, even by kill -9, the channel between them closes and this one is asked to stop.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
