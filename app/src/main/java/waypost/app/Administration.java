package waypost.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.config.Configuration;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Retention;
import waypost.store.Store;
import waypost.store.VolumeSpec;

/** Has operations done by the running node of a configuration, or, where it does not run, does them on volumes that it opens for that. */
record Administration(Configuration configuration) {
    /** Who does an operation; answers the exit status. */
    @FunctionalInterface
    interface Worker {
        int run(Operation operation, AdminRequest request, Report report) throws IOException, Complaint;
    }

    /** Several operations, one after the other; answers the exit status of them all. */
    @FunctionalInterface
    interface Work {
        int with(Worker worker) throws IOException, Complaint;
    }

    /** Answers the exit status. */
    int run(Operation operation, AdminRequest request, Report report) throws Complaint {
        return run(report, worker -> worker.run(operation, request, report));
    }

    /** The volumes are opened once for the whole work. */
    int run(Report report, Work work) throws Complaint {
        AdminClient node = AdminClient.of(configuration);
        try {
            return node.answers() ? work.with((_, request, to) -> node.run(request, to)) : here(report, work);
        } catch (IOException failed) {
            throw Complaint.failed("It failed: " + Reason.of(failed));
        }
    }

    private int here(Report report, Work work) throws IOException, Complaint {
        List<VolumeSpec> volumes = configuration.volumes().stream()
                .map(StoreRole::spec)
                .filter(VolumeSpec::exists)
                .toList();
        try (Store store = Store.open(volumes, Store.Settings.STANDARD, InstantSource.system())) {
            store.quota(StoreRole.limits(configuration.quota()));
            store.retention(new Retention(configuration.deletion().undeleteFor()));
            if (store.volumes().isEmpty()) {
                throw Complaint.failed(
                        volumes.isEmpty()
                                ? "The configuration's volumes are not there yet: no node has run with it."
                                : "No volume could be opened. " + store.failures());
            }
            report.progress("the node does not run: its volumes are opened for this");
            for (Map.Entry<String, String> failure : store.failures().entrySet()) {
                report.progress("volume " + failure.getKey() + " is left out: " + failure.getValue());
            }
            Stores stores = new Stores(store, configuration.node().name(), Optional.empty());
            return work.with((operation, request, to) -> operation.run(stores, request, to));
        }
    }
}
