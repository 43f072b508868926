import { totalmem } from 'node:os'

const GIBIBYTE = 2 ** 30

/**
 * The server's settings: full durability, and the rest for one busy product on a small machine.
 *
 * They are given on the command line, so that they follow the version of the product and not what
 * was right on the day the data folder was made. `extra` wins.
 */
export function serverSettings(
  port: number,
  extra: Record<string, string> = {},
): Record<string, string> {
  return {
    // who may come: this machine only, and only with the password of the data folder
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '50',
    password_encryption: 'scram-sha-256',

    // what is acknowledged stays
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',

    // few, large checkpoints: fewer full pages in the log; a replay of 1 GB takes some seconds
    wal_level: 'minimal', // nothing replicates from here
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    wal_compression: 'pglz',
    wal_buffers: '16MB',
    min_wal_size: '256MB',
    max_wal_size: '1GB',
    checkpoint_timeout: '15min',
    checkpoint_completion_target: '0.9',

    // memory and processes
    shared_buffers: totalmem() >= 4 * GIBIBYTE ? '256MB' : '128MB',
    effective_cache_size: '512MB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    huge_pages: 'off',
    io_method: 'sync', // one process less; our reads are small and cached
    max_parallel_workers_per_gather: '0', // two cores are needed for commits
    jit: 'off',
    random_page_cost: '1.1', // solid-state disks

    // rows of snapshots and timers change all the time: clean up early and in small pieces
    autovacuum_max_workers: '2',
    autovacuum_naptime: '10s',
    autovacuum_vacuum_scale_factor: '0.05',
    autovacuum_analyze_scale_factor: '0.05',
    autovacuum_vacuum_insert_scale_factor: '0.1',
    autovacuum_vacuum_cost_limit: '1000',

    // one file for each day of the week; refused statements are the product's to log
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'server-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...extra,
  }
}
