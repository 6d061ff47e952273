from . import kam_batch_thread
from . import kam_news
from . import kam_internal_thread
from . import mail_activity
from . import mail_message
from . import mail_thread
