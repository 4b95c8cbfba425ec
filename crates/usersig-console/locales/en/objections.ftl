# English sentences about objections are the store's own.
