-- The versions of an owner's documents.
select
  document_id, version, created_at, kept_from, superseded_at, record, document_type,
  extraction_method, extraction_confidence, extracted
from redline.document
where owner = :'owner'::text
order by document_id, version, created_at
