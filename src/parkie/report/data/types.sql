-- Events of each type, told as fact, plan or denial.
select type, realis, count(*) as events from events group by all order by type, realis
