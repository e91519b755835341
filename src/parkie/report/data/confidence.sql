-- Events by the tenth in which their confidence lies.
select least(floor(confidence * 10), 9)::integer as tenth, count(*) as events from events group by all order by all
