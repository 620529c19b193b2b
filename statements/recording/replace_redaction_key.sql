-- Notes another key of the placeholders, in the place of one that is lost.
select redline.replace_redaction_key(:'fingerprint'::text)
