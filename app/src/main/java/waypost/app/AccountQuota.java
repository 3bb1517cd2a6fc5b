package waypost.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.protocol.admin.AdminRequest;
import waypost.store.Account;
import waypost.store.Outcome;
import waypost.store.PropertyChange;
import waypost.store.QuotaLimits;

/** {@code account quota}: gives an account limits of its own, or those of its node again; says what holds. */
final class AccountQuota implements Operation {
    /** Takes away any limit. */
    static final String UNLIMITED = "unlimited";

    /** Gives the limit of the node again. */
    static final String STANDARD = "standard";

    /** Parameters and the limits that they set. */
    private static final Map<String, String> LIMITS = limits();

    private static Map<String, String> limits() {
        Map<String, String> limits = new LinkedHashMap<>();
        limits.put("STORAGE", QuotaLimits.STORAGE);
        limits.put("MESSAGES", QuotaLimits.MESSAGES);
        limits.put("FOLDER-MESSAGES", QuotaLimits.FOLDER_MESSAGES);
        return limits;
    }

    @Override
    public String name() {
        return "account-quota";
    }

    @Override
    public int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint {
        Account account = AccountList.account(stores, stores.account(request));
        List<PropertyChange> changes = new ArrayList<>();
        for (Map.Entry<String, String> limit : LIMITS.entrySet()) {
            Optional<String> value = request.parameter(limit.getKey());
            if (value.isPresent()) {
                changes.add(change(limit.getValue(), value.get()));
            }
        }
        if (!changes.isEmpty()
                && account.properties().change(changes) instanceof Outcome.Refused<Integer>(Outcome.Reason reason)) {
            throw Complaint.failed("The limits could not be set: " + reason + ".");
        }
        report.line("account holds " + AccountList.holds(account.quota()));
        tell(account, report);
        return Main.DONE;
    }

    private static PropertyChange change(String limit, String value) throws Complaint {
        return switch (value) {
            case STANDARD -> QuotaLimits.standard(limit);
            case UNLIMITED -> QuotaLimits.own(limit, QuotaLimits.NONE);
            case String number when number.matches("\\d{1,18}") -> QuotaLimits.own(limit, Long.parseLong(number));
            case String other -> throw Complaint.wrong(other + " is no limit.");
        };
    }

    static void tell(Account account, Report report) throws IOException {
        QuotaLimits limits = account.quota().limits();
        report.line("  limits: "
                + (limits.storage() == QuotaLimits.NONE ? UNLIMITED : VolumeFindings.mebi(limits.storage()))
                + ", " + count(limits.messages()) + " messages, " + count(limits.folderMessages()) + " in a folder");
    }

    private static String count(long limit) {
        return limit == QuotaLimits.NONE ? UNLIMITED : Long.toString(limit);
    }
}
