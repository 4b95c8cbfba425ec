# English sentences about causes are the engine's own.
