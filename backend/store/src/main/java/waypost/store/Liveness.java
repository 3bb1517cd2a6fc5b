package waypost.store;

import java.io.IOException;

/** What needs the records of a journal. Answers may be older than what is applied meanwhile: what nothing needs is never needed again. */
interface Liveness {
    CleaningRules.Named named(StateRecord state) throws IOException;

    /** Whether a thing has this record as a body or a part of one. */
    boolean needed(Position body) throws IOException;
}
