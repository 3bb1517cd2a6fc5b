package waypost.app;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import waypost.protocol.admin.AdminRequest;
import waypost.store.VolumeRepair;

/** What an administrator can ask of a running node, by name. */
record Operations(Map<String, Task> known) {
    /** On the accounts and volumes of a store. */
    static final List<Operation> ALL = List.of(
            new StoreCheck(),
            new StoreCompact(),
            new StoreFinalise(),
            new StoreStats(),
            new StoreRebuild(),
            new StoreRepair(VolumeRepair.Mode.DO),
            new StoreRepair(VolumeRepair.Mode.TELL),
            new StoreBackup(),
            new StoreVerify(),
            new AccountList(),
            new AccountShow(),
            new AccountQuota(),
            new AccountSearch(),
            new AccountMoving(),
            new AccountRecord(),
            new AccountAdopt(),
            new AccountDelete(),
            new AccountUndelete(),
            new AccountErase(),
            new AccountExport(),
            new AccountImport(),
            new AppPasswordAdd(),
            new AppPasswordList(),
            new AppPasswordRevoke(),
            new TotpEnable(),
            new TotpDisable(),
            new TotpShow());

    /** One of them, with all that it works on; answers the exit status. */
    @FunctionalInterface
    interface Task {
        int run(AdminRequest request, Report report) throws IOException, Complaint;
    }

    static Operations none() {
        return new Operations(Map.of());
    }

    static Operations on(List<Operation> operations, Stores stores) {
        Map<String, Task> known = new LinkedHashMap<>();
        operations.forEach(one -> known.put(one.name(), (request, report) -> one.run(stores, request, report)));
        return new Operations(known);
    }

    Operations and(String name, Task task) {
        Map<String, Task> more = new LinkedHashMap<>(known);
        more.put(name, task);
        return new Operations(more);
    }

    /** Answers the exit status. */
    int run(AdminRequest request, Report report) throws IOException, Complaint {
        Task task = known.get(request.operation());
        if (task == null) {
            throw Complaint.wrong("The node cannot do " + request.operation()
                    + ": it may have another role, or run another release than this command.");
        }
        return task.run(request, report);
    }
}
