-- Which database this is.
select id from redline.installation
