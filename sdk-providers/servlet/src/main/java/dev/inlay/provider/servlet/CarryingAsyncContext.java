package dev.inlay.provider.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;

/** Runs what the application starts on the container's threads under the tenant of the request. */
final class CarryingAsyncContext implements AsyncContext {

    private final AsyncContext context;
    private final Admitted admitted;
    private final AdmittedRequest seen;

    /** @param seen what the application sees of the request */
    CarryingAsyncContext(AsyncContext context, Admitted admitted, AdmittedRequest seen) {
        this.context = context;
        this.admitted = admitted;
        this.seen = seen;
    }

    boolean carries(Admitted other) {
        return admitted.equals(other);
    }

    @Override
    public void start(Runnable work) {
        context.start(() -> {
            try {
                admitted.run(work::run);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("a Runnable throws nothing that is checked", e);
            }
        });
    }

    /** A context that was begun without a request holds the container's own, which hides nothing. */
    @Override
    public ServletRequest getRequest() {
        ServletRequest held = context.getRequest();
        boolean hides = held instanceof AdmittedRequest
                || (held instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(AdmittedRequest.class));
        return hides ? held : seen;
    }

    @Override
    public ServletResponse getResponse() {
        return context.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return context.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        context.dispatch();
    }

    @Override
    public void dispatch(String path) {
        context.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext other, String path) {
        context.dispatch(other, path);
    }

    @Override
    public void complete() {
        context.complete();
    }

    @Override
    public void addListener(AsyncListener listener) {
        context.addListener(listener);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        context.addListener(listener, request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return context.createListener(type);
    }

    @Override
    public void setTimeout(long millis) {
        context.setTimeout(millis);
    }

    @Override
    public long getTimeout() {
        return context.getTimeout();
    }
}
