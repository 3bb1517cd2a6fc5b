package waypost.protocol.imap;

import java.io.IOException;

/** A search key made ready to be asked of each message, and what an answer costs. */
record SearchStep(Cost cost, Test test) {
    /** What has to be read for an answer, cheapest first. */
    enum Cost {
        RECORD,
        /** One look into an index for all messages. */
        INDEX,
        ENVELOPE,
        HEADER,
        BODY
    }

    @FunctionalInterface
    interface Test {
        boolean matches(SearchedMessage message) throws IOException;
    }

    static SearchStep of(Cost cost, Test test) {
        return new SearchStep(cost, test);
    }

    boolean matches(SearchedMessage message) throws IOException {
        return test.matches(message);
    }
}
