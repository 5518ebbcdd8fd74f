"""Every change that scoring makes: scores, models, strikes, the counts of reasons, alarms, shadow runs."""
