-- Gives records of an owner a time of their own.
select redline.agree_retention(
  :'owner'::text, :'kind'::text, :'days'::integer, :'agreed_by'::text, :'reason'::text
)
