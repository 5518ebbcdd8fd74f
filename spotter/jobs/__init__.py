"""What is still to be done: the Job row is the queue, Celery the hands, Redis a hint that may vanish."""
