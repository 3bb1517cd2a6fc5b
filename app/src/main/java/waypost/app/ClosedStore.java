package waypost.app;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import waypost.config.Configuration;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.Ownership;
import waypost.store.Retention;
import waypost.store.Store;
import waypost.store.VolumeSpec;

/** The volumes of a node that does not run, opened for a command. One thread. */
final class ClosedStore implements AutoCloseable {
    private final Configuration configuration;
    private final Store store;

    private ClosedStore(Configuration configuration, Store store) {
        this.configuration = configuration;
        this.store = store;
    }

    static ClosedStore open(Configuration configuration) throws Complaint {
        List<VolumeSpec> specs = configuration.volumes().stream()
                .map(StoreRole::spec)
                .filter(spec -> Files.exists(spec.folder()))
                .toList();
        Store store = Store.open(specs, Store.Settings.STANDARD, InstantSource.system());
        store.quota(StoreRole.limits(configuration.quota()));
        store.retention(new Retention(configuration.deletion().undeleteFor()));
        ClosedStore opened = new ClosedStore(configuration, store);
        if (!store.complete()) {
            String reasons = store.failures().entrySet().stream()
                    .map(failed -> "Volume " + failed.getKey() + ": " + failed.getValue())
                    .collect(Collectors.joining("\n"));
            opened.close();
            throw Complaint.failed(reasons + "\nIf the node runs, stop it first.");
        }
        return opened;
    }

    Store store() {
        return store;
    }

    /** All that have this name by their records, the one that is served first. */
    List<Ownership> named(String address) throws Complaint {
        AddressRules rules = new AddressRules(new MappingSetup(configuration).addresses());
        AccountName name = switch (rules.parse(address)) {
            case Address.Parsed(var parsed, var _, var _) -> parsed;
            case Address.Refused(var fault) -> throw Complaint.wrong(address + " is no address: " + fault);
        };
        return store.accounts().named(name).stream()
                .sorted((one, other) -> Boolean.compare(other.serves(), one.serves()))
                .toList();
    }

    /** The one that is served. */
    Ownership served(String address) throws Complaint {
        return named(address).stream()
                .filter(Ownership::serves)
                .findFirst()
                .orElseThrow(() -> Complaint.failed("This node has no account " + address + "."));
    }

    @Override
    public void close() throws Complaint {
        try {
            store.close();
        } catch (IOException failure) {
            throw Complaint.failed("The volumes could not be closed: " + failure.getMessage());
        }
    }
}
