select * from tickets where opened > (select last_day from period)
