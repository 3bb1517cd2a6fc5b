package waypost.net;

/** A log-in that was granted and may be taken back, as the network tells of what becomes of it. */
public interface Permit {
    /**
     * The session begins: from now on {@link Wire#revoke} ends it. On the client's loop.
     *
     * @return false if the log-in has been taken back meanwhile: then there is no session
     */
    boolean begun(Wire client);

    /** The last call, exactly once: nothing came of the log-in, or the session behind it is over. Any thread. */
    void over();
}
