-- Events by the first two digits of the first code among their arguments.
select left(adcode, 2) as province, count(*) as events from places group by all order by events desc, province
