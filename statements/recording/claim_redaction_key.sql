-- Notes the key of the placeholders where there is none yet, and gives the one that is noted.
select redline.claim_redaction_key(:'fingerprint'::text) as fingerprint
