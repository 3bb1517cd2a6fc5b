package waypost.directory;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import java.util.Optional;

/** What product a directory is, as far as it is asked differently. */
public enum DirectoryKind {
    /** OpenLDAP, and whatever else keeps its users by RFC 2798. */
    LDAP {
        @Override
        public Control[] searchControls() {
            return new Control[0];
        }

        @Override
        Control[] bindControls() {
            return new Control[] {new DraftBeheraLDAPPasswordPolicy10RequestControl(false)};
        }

        @Override
        ChangeFeed feed(
                DirectorySettings settings, ChangeFeed.Changes changes, NewestState newest, Optional<String> from) {
            return new SyncFeed(settings, changes, newest, from);
        }

        @Override
        ReplicaState reached(String state) {
            return SyncFeed.reached(state);
        }

        @Override
        Progress progress(DirectorySettings settings, Ticker ticker) {
            return new ContextNumbers(settings.base(), ticker);
        }
    },

    /** Active Directory, and Samba as its domain controller. */
    ACTIVE_DIRECTORY {
        /** MS-ADTS §3.1.1.3.4.1.4: without it each answer at the root of a domain refers to the partitions beside it. */
        private static final String DOMAIN_SCOPE = "1.2.840.113556.1.4.1339";

        @Override
        public Control[] searchControls() {
            return new Control[] {new Control(DOMAIN_SCOPE)};
        }

        @Override
        ChangeFeed feed(
                DirectorySettings settings, ChangeFeed.Changes changes, NewestState newest, Optional<String> from) {
            return new UsnFeed(settings, changes, newest, from);
        }

        /** Numbers of a controller that was put back, or of another one, say nothing of these. */
        @Override
        ReplicaState reached(String state) {
            return ControllerMark.parse(state)
                    .map(mark -> ReplicaState.ofController(mark.counter().toString(), mark.number()))
                    .orElseGet(ReplicaState::ofNumbers);
        }

        @Override
        Progress progress(DirectorySettings settings, Ticker ticker) {
            return server -> ControllerNumber.of(server).map(ControllerNumber::state);
        }

        @Override
        Control[] bindControls() {
            return new Control[0];
        }
    };

    /** What goes with each search. */
    public abstract Control[] searchControls();

    abstract Control[] bindControls();

    /**
     * How its servers tell what changes.
     *
     * @param newest hears how far they are
     * @param from a state that such a feed has told; empty: as they are now
     */
    abstract ChangeFeed feed(
            DirectorySettings settings, ChangeFeed.Changes changes, NewestState newest, Optional<String> from);

    /** How far a server was with a state that such a feed has told. */
    abstract ReplicaState reached(String state);

    /** Whether a server that told the one state lacked changes that the one had which told the other. */
    public boolean isBehind(String state, String other) {
        return reached(state).isBehind(reached(other));
    }

    /** How far one of its servers is with them. */
    abstract Progress progress(DirectorySettings settings, Ticker ticker);
}
