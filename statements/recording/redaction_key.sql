-- Which key the placeholders in the place of personal data are made with; no row where there are none.
select fingerprint from redline.redaction_key
