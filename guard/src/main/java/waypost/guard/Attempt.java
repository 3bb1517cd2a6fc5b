package waypost.guard;

import java.net.InetAddress;
import java.util.List;

/** A log-in as it is judged. */
public final class Attempt {
    private final String name;
    private final InetAddress client;
    private final long account;
    private final long pair;
    private final long place;
    private final List<Judged> networks;
    private final List<Long> keys;
    private final boolean lasting;

    /** A network and its number. */
    record Judged(Unit unit, long key) {}

    /**
     * Numbers are hashes.
     *
     * @param name whose, for the log
     * @param client where it comes from
     * @param pair the account from the narrowest of its networks
     * @param place that network
     * @param networks which are judged, from the narrowest on; none of those that many share
     * @param lasting whether the same account will have the same name the next time
     */
    Attempt(
            String name,
            InetAddress client,
            long account,
            long pair,
            long place,
            List<Judged> networks,
            boolean lasting) {
        this.name = name;
        this.client = client;
        this.account = account;
        this.pair = pair;
        this.place = place;
        this.networks = List.copyOf(networks);
        keys = keys(networks);
        this.lasting = lasting;
    }

    public String name() {
        return name;
    }

    InetAddress client() {
        return client;
    }

    long account() {
        return account;
    }

    long pair() {
        return pair;
    }

    long place() {
        return place;
    }

    List<Judged> networks() {
        return networks;
    }

    List<Long> keys() {
        return keys;
    }

    private static List<Long> keys(List<Judged> networks) {
        Long[] keys = new Long[networks.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = networks.get(i).key();
        }
        return List.of(keys);
    }

    boolean lasting() {
        return lasting;
    }
}
