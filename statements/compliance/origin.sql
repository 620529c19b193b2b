-- Of which database and which moment an export is.
select
  transaction_timestamp() as at,
  (select id from redline.installation) as installation,
  (select max(number) from redline.migration) as schema_version
