-- The application role may put a job in the queue within its transaction, and nothing
-- else there: graphile_worker's tables belong to reserve_jobs.
create function enqueue_job(task text, payload json, run_at timestamptz default null, job_key text default null)
  returns void
  language plpgsql security definer set search_path = public
  as $$
begin
  perform graphile_worker.add_job(task, payload, run_at := run_at, job_key := job_key);
end $$;
alter function enqueue_job owner to reserve_jobs;
revoke all on function enqueue_job from public;
grant execute on function enqueue_job to reserve_app;
