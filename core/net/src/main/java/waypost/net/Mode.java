package waypost.net;

import io.netty.channel.ChannelInboundHandler;

/** What a wire is used for at a time: the last handler of its pipeline. On the wire's loop. */
interface Mode extends ChannelInboundHandler {
    /** The channel is closed. Called once, for the mode of that moment. */
    void gone(String why);

    /** The listener stops: the mode is to end soon. Called once, or when it takes over from a mode that was told. */
    void shutdown();

    /** The log-in behind which the mode's session stands is good no more: the session ends now. */
    void revoked();

    /** Nothing moved for as long as the wire's idle time. */
    void idle();
}
