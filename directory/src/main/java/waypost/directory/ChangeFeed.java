package waypost.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How a server tells what changes in it. One thread; remembers where it was. */
public interface ChangeFeed {
    /** Hears of changes; called on the feed's thread. */
    interface Changes {
        /** What is told from now on is what this server has: another one need not have it yet. */
        void toldBy(URI server);

        /** Of entries with these ids, each as {@link EntryReader} reads it of the attribute that the kind of directory has for it. */
        void changed(List<String> ids);

        /** Nobody can say of which. */
        void anyChanged();

        /** Of any that do not have these ids: they are gone (RFC 4533 §3.3.2). By their {@link Hashes#of}. */
        void others(Hashes present);

        /** All changes up to a state, from which a feed can go on, were told. */
        void reached(String state);

        /** All changes up to now were told, and further ones will be. */
        void current();

        /** What changes from now on is told when the feed goes on. */
        void lost();
    }

    /** How long the server may be silent. */
    Duration silence();

    /**
     * Tells the changes from where it was, until the connection ends, by an exception as a rule.
     *
     * @param following runs when it is known that the server can tell them
     * @return whether it can
     */
    boolean follow(LDAPConnection open, Runnable following) throws LDAPException, InterruptedException;

    /** Why it ended. */
    void ended(ResultCode why);

    /** Where it was is not to be relied on: it is to go on from where each server is, and to tell that any may have changed. */
    void startAnew();
}
