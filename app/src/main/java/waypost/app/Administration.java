package waypost.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.config.Configuration;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Store;
import waypost.store.VolumeSpec;

/** Has operations done by the running node of a configuration, or, where it does not run, does them on volumes that it opens for that. */
record Administration(Configuration configuration) {
    /** Answers the exit status. */
    int run(Operation operation, AdminRequest request, Report report) throws Complaint {
        AdminClient node = AdminClient.of(configuration);
        return node.answers() ? node.run(request, report) : here(operation, request, report);
    }

    private int here(Operation operation, AdminRequest request, Report report) throws Complaint {
        List<VolumeSpec> volumes = configuration.volumes().stream()
                .map(StoreRole::spec)
                .filter(VolumeSpec::exists)
                .toList();
        try (Store store = Store.open(volumes, Store.Settings.STANDARD, InstantSource.system())) {
            store.quota(StoreRole.limits(configuration.quota()));
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
            return operation.run(new Stores(store, configuration.node().name(), Optional.empty()), request, report);
        } catch (IOException failed) {
            throw Complaint.failed("It failed: " + Reason.of(failed));
        }
    }
}
