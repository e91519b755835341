-- The counties and cities with the most events; a province alone is not one.
select left(adcode, 6) as adcode, count(*) as events
from places
where length(adcode) >= 6 and right(left(adcode, 6), 4) <> '0000'
group by all
order by events desc, adcode
limit 15
