select * from tickets where opened > now()
