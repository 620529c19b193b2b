-- Up to which time records count, and the number of the schema.
select now() as recorded_by, redline.schema_version() as schema_version
