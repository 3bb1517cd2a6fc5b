/** The whole product, from outside: processes, sockets, real clients and servers. */
@org.jspecify.annotations.NullMarked
package waypost.system;
