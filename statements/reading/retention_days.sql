-- How long records are kept, in days.
select
  extract(day from now() - redline.kept_since('export'))::integer as export_days,
  extract(day from now() - redline.kept_since('interaction'))::integer as interaction_days
