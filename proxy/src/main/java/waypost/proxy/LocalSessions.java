package waypost.proxy;

import java.util.concurrent.CompletionStage;
import waypost.mapping.Answer;
import waypost.mapping.Service;
import waypost.net.Gatekeeper.LoginRequest;
import waypost.net.Verdict;

/** The port to the mailboxes of this same process: a node that is front end and store serves its own accounts without a detour. */
@FunctionalInterface
public interface LocalSessions {
    /** Called on a virtual thread or the client's event loop; must not block. */
    CompletionStage<Verdict> serve(Service service, Answer.Granted granted, long epoch, LoginRequest request);
}
