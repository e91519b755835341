-- What the questions share. The day, place and amount of an event, where it has one.
create view times as
select page, event, max(latest) as latest from arguments where role = 'time' and latest is not null group by all;
create view places as
select page, event, min_by(adcode, position) as adcode from arguments where adcode is not null group by all;
create view money as
select page, event, coalesce(value, low) as amount, text as told
from arguments where role = 'amount' and unit = 'CNY' and coalesce(value, low) is not null;
