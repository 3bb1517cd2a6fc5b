package waypost.system;

import java.nio.file.Path;

/** Where a cluster under test is: its folder, and its ports in a row as the demo gives them out. */
interface Site extends AutoCloseable {
    Path folder();

    int first();

    default int smtp() {
        return first();
    }

    default int submission() {
        return first() + 1;
    }

    default int imap() {
        return first() + 2;
    }

    default int imaps() {
        return first() + 3;
    }

    default int pop3() {
        return first() + 4;
    }

    default int pop3s() {
        return first() + 5;
    }

    default int ldap() {
        return first() + 6;
    }

    default int submissions() {
        return first() + 10;
    }

    default Path authority() {
        return folder().resolve("tls/ca.pem");
    }

    /** Ends all that runs. */
    @Override
    void close();

    /** Ends what runs of a site that failed to start. */
    default void closeAfter(Throwable failed) {
        try {
            close();
        } catch (RuntimeException also) {
            failed.addSuppressed(also);
        }
    }
}
