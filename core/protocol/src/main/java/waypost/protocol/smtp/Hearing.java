package waypost.protocol.smtp;

/**
 * Finds out when the client has shown that it read an answer. What it had already sent by then shows nothing: it may send the next
 * transaction behind the dot without waiting (RFC 2920 §3.1). The driver reads on while an answer is awaited, as far as its bound; who has
 * sent more by then has perhaps sent still more, and what comes is no proof of this answer. The next one's is (who read it read both).
 */
final class Hearing {
    private Stage stage = Stage.NOTHING_TO_HEAR;
    private long sentBefore;

    private enum Stage {
        NOTHING_TO_HEAR,
        ANSWERED,
        LISTENING
    }

    /** A positive answer to content is written. */
    void answered() {
        stage = Stage.ANSWERED;
    }

    /**
     * The session is called with so many bytes at hand; the first time behind an answer these were sent before it.
     *
     * @param bound the driver reads on until it has more than so many
     */
    void atHand(int bytes, int bound) {
        if (stage == Stage.ANSWERED) {
            sentBefore = bytes;
            stage = bytes > bound ? Stage.NOTHING_TO_HEAR : Stage.LISTENING;
        }
    }

    void consumed(int bytes) {
        sentBefore = Math.max(0, sentBefore - bytes);
    }

    /** Whether the next byte, which is there, proves it; true once. */
    boolean proven() {
        boolean proven = stage == Stage.LISTENING && sentBefore == 0;
        if (proven) {
            stage = Stage.NOTHING_TO_HEAR;
        }
        return proven;
    }
}
