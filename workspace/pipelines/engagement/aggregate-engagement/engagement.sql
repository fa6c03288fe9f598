select
    daily_active.day,
    daily_active.customers as daily_active_customers,
    weekly_active.customers as weekly_active_customers,
    monthly_active.customers as monthly_active_customers
from daily_active, weekly_active, monthly_active
