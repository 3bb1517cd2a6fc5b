package waypost.directory;

import com.unboundid.ldap.sdk.LDAPException;
import java.util.Optional;
import waypost.directory.DirectoryServers.Matter;
import waypost.directory.DirectoryServers.Worth;

/** What each server of a directory has of its changes. Blocks as {@link DirectoryServers} do; any thread. */
final class Lag {
    private final String directory;
    private final DirectoryServers servers;
    private final NewestState newest;
    private final Alarms alarms;

    Lag(String directory, DirectoryServers servers, NewestState newest, Alarms alarms) {
        this.directory = directory;
        this.servers = servers;
        this.newest = newest;
        this.alarms = alarms;
    }

    /** What a server has. */
    enum Has {
        /** All changes that any server has shown. */
        ALL,
        /** All that it has shown itself; nobody can say whether it has the others'. */
        ITS_OWN,
        /** Less than has been shown. */
        LESS
    }

    Has of(DirectoryServer server) throws LDAPException {
        servers.hear(server, newest::shown); // before this one, to which their changes come a moment later
        Optional<ReplicaState> state = server.state();
        state.ifPresent(newest::shown);
        Has has = has(state);
        if (has == Has.LESS) {
            server.passOver("lacks changes that another one has");
            alarms.raise("directory " + directory + " at " + server, words(server));
        }
        return has;
    }

    /** What a server has that shows this of itself, if anything. */
    Has has(Optional<ReplicaState> state) {
        if (state.filter(newest::isBehind).isPresent()) {
            return Has.LESS;
        }
        return state.filter(ReplicaState::tellsOfOthers).isPresent() ? Has.ALL : Has.ITS_OWN;
    }

    /** Whether a server lacks changes that it or another one has shown. */
    boolean isBehind(DirectoryServer server) throws LDAPException {
        return of(server) == Has.LESS;
    }

    /** Whether the server that showed this lacks changes. Also where that cannot be told. */
    boolean isBehind(Searched.One found) {
        return servers.ask(found.at(), new Matter<>(Asked.SEARCH, this::isBehind, _ -> true, _ -> Worth.ENOUGH));
    }

    /** Whether what a server shows may be as it was before: where others have shown how far they are, and it has not a moment ago. */
    boolean isDoubtful(DirectoryServer server) {
        return servers.all().size() > 1 && !newest.isEmpty() && !server.stated();
    }

    String words(DirectoryServer server) {
        return server + " lacks changes that the directory " + directory + " has shown before";
    }
}
