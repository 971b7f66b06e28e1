// Made from the contract by `npm run sdk:generate`; a test fails when it is not as the contract is.
export interface paths {
    "/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List services
         * @description What can be booked, with price, duration and who does it.
         *
         *     Scope `catalogue:read`. For every caller: it holds nobody's data.
         */
        get: operations["listServices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/professionals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List professionals
         * @description Who works here and what they do.
         *
         *     Scope `catalogue:read`. For every caller: it holds nobody's data.
         */
        get: operations["listProfessionals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/business": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get business
         * @description The business: name, address, time zone, currency, opening hours.
         *
         *     Scope `catalogue:read`. For every caller: it holds nobody's data.
         */
        get: operations["getBusiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedule-slots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List slots
         * @description Free times of a service between two local dates, both included, at most 31 days: when a professional is free and one of every room and machine that it needs.
         *
         *     Scope `catalogue:read`. For every caller: it holds nobody's data.
         */
        get: operations["listSlots"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/booking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create booking
         * @description Books a time, or holds it for some minutes; without professionalId whoever is free.
         *
         *     Scope `bookings:write`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        post: operations["createBooking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List bookings
         * @description Bookings by start time; a customer's token reads its own rows only.
         *
         *     Scope `bookings:read`. For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.
         */
        get: operations["listBookings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/bookings/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get booking
         * @description One booking by its code.
         *
         *     Scope `bookings:read`. For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.
         */
        get: operations["getBooking"];
        put?: never;
        post?: never;
        /**
         * Cancel booking
         * @description Cancels a booking and frees its time; late, for the fee that was agreed when it was booked.
         *
         *     Scope `bookings:write`. For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.
         */
        delete: operations["cancelBooking"];
        options?: never;
        head?: never;
        /**
         * Reschedule booking
         * @description Moves a booking; without professionalId the same professional if free, else whoever is.
         *
         *     Scope `bookings:write`. For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.
         */
        patch: operations["rescheduleBooking"];
        trace?: never;
    };
    "/client/bookings/{code}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm booking
         * @description Turns a hold into a booking; a booking that is confirmed already stays so.
         *
         *     Scope `bookings:write`. For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.
         */
        post: operations["confirmBooking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/bookings/{code}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Quote cancellation
         * @description What cancelling would cost now, and until when it is free.
         *
         *     Scope `bookings:read`. For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.
         */
        get: operations["quoteCancellation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/bookings/{code}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete booking
         * @description Says that the customer came; also corrects a no-show.
         *
         *     Scope `bookings:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["completeBooking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/bookings/{code}/no-show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark no show
         * @description Says that the customer did not come; also corrects a completion.
         *
         *     Scope `bookings:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["markNoShow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/bookings/{code}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List booking history
         * @description What happened to a booking, oldest first.
         *
         *     Scope `bookings:read`. For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.
         */
        get: operations["listBookingHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List classes
         * @description Classes that start between two local dates, both included, at most 31 days, with the seats that are free.
         *
         *     Scope `catalogue:read`. For every caller: it holds nobody's data.
         */
        get: operations["listClasses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create class
         * @description Announces a class; whoever gives it and the room are taken for its time, as by an appointment.
         *
         *     Scope `bookings:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["createClass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/classes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel class
         * @description Cancels a class: every booking without a fee, every credit back, the waiting list closed.
         *
         *     Scope `bookings:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        delete: operations["cancelClass"];
        options?: never;
        head?: never;
        /**
         * Update class
         * @description Changes how many seats a class has; new ones go to the waiting list first.
         *
         *     Scope `bookings:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        patch: operations["updateClass"];
        trace?: never;
    };
    "/classes/{id}/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Book class
         * @description Books a seat in a class; `class_full` when there is none, and then one can wait.
         *
         *     Scope `bookings:write`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        post: operations["bookClass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/classes/{id}/waitlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join waitlist
         * @description Waits for a seat in a full class; whoever waits already keeps the place.
         *
         *     Scope `bookings:write`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        post: operations["joinWaitlist"];
        /**
         * Leave waitlist
         * @description No longer waits for a seat; one that is offered goes to the next.
         *
         *     Scope `bookings:write`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        delete: operations["leaveWaitlist"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/waitlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List waitlist
         * @description What the customer waits for, and the seats that are kept for them now.
         *
         *     Scope `bookings:read`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        get: operations["listWaitlist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/waitlist/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept offer
         * @description Takes the seat that the waiting list offers: its held booking is confirmed.
         *
         *     Scope `bookings:write`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        post: operations["acceptOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List packages
         * @description Packages with price, validity and what they contain.
         *
         *     Scope `catalogue:read`. For every caller: it holds nobody's data.
         */
        get: operations["listPackages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/purchase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create purchase
         * @description Buys a package or pays an appointment; answers with the link where it is paid.
         *
         *     Scope `payments:write`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        post: operations["createPurchase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/purchase-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List purchases
         * @description The customer's purchases, newest first.
         *
         *     Scope `payments:read`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        get: operations["listPurchases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/purchases/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get purchase
         * @description One purchase by its code.
         *
         *     Scope `payments:read`. For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.
         */
        get: operations["getPurchase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List credits
         * @description The sessions that the customer can still book without paying, by service.
         *
         *     Scope `payments:read`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        get: operations["listCredits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/purchases/{code}/transfer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transfer purchase
         * @description Hands what is left of a package to another customer, who gets a purchase of their own.
         *
         *     Scope `payments:write`. For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.
         */
        post: operations["transferPurchase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/purchases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all purchases
         * @description Everybody's purchases, newest first.
         *
         *     Scope `payments:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["listAllPurchases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/purchases/{code}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refund purchase
         * @description Gives money back through the provider that took it, and takes the unused sessions of a package.
         *
         *     Scope `payments:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["refundPurchase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/client/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get client
         * @description The customer on whose behalf the token acts.
         *
         *     Scope `clients:read`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        get: operations["getClient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update client
         * @description Changes the customer's own data; what is not sent stays.
         *
         *     Scope `clients:write`. For one customer: an API key names them in `On-Behalf-Of`.
         */
        patch: operations["updateClient"];
        trace?: never;
    };
    "/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create client
         * @description The customer with this WhatsApp number, made when there is none; who is there stays as they are.
         *
         *     Scope `clients:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["createClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get client by id
         * @description A customer of the business.
         *
         *     Scope `clients:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["getClientById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update client by id
         * @description Changes a customer's data; what is not sent stays.
         *
         *     Scope `clients:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        patch: operations["updateClientById"];
        trace?: never;
    };
    "/client/bookings/{code}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get booking calendar
         * @description One booking as an iCalendar file; the same UID and a higher SEQUENCE after each change.
         *
         *     Scope `bookings:read`. For everybody's rows, or with `On-Behalf-Of` or a customer's token for that customer's alone.
         */
        get: operations["getBookingCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/professionals/{id}/calendar-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create calendar feed
         * @description Gives a professional's calendar an address for calendar programs; the address before it ends.
         *
         *     Scope `bookings:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["createCalendarFeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhook endpoints
         * @description Webhook endpoints, newest first; never their secrets.
         *
         *     Scope `webhooks:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Create webhook endpoint
         * @description Makes a webhook endpoint; its secret is in this answer and never again.
         *
         *     Scope `webhooks:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete webhook endpoint
         * @description Removes a webhook endpoint together with its log of deliveries.
         *
         *     Scope `webhooks:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /**
         * Update webhook endpoint
         * @description Changes a webhook endpoint, or switches it off and on.
         *
         *     Scope `webhooks:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        patch: operations["updateWebhookEndpoint"];
        trace?: never;
    };
    "/admin/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate webhook secret
         * @description Gives a webhook endpoint a new secret; for 24 hours each delivery carries the signatures of both.
         *
         *     Scope `webhooks:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test webhook endpoint
         * @description Sends the endpoint an event of the type `ping`, whatever kinds it wants; its log tells what came of it.
         *
         *     Scope `webhooks:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["testWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhook deliveries
         * @description What was sent to an endpoint and what came of it, newest first.
         *
         *     Scope `webhooks:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/webhook-deliveries/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redeliver webhook
         * @description Sends an event to its endpoint once more, with the same webhook-id.
         *
         *     Scope `webhooks:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["redeliverWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List api keys
         * @description API keys, newest first, the revoked ones too; never their secrets.
         *
         *     Scope `keys:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create api key
         * @description Makes an API key; its secret is in this answer and never again.
         *
         *     Scope `keys:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke api key
         * @description Ends an API key and all its secrets, within 20 seconds everywhere.
         *
         *     Scope `keys:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate api key
         * @description Gives an API key a new secret; the one before it works for 24 hours more.
         *
         *     Scope `keys:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List admin services
         * @description Every service, those out of the offer too, with buffers, notice and what it needs.
         *
         *     Scope `catalogue:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["listAdminServices"];
        put?: never;
        /**
         * Create service
         * @description Adds a service; professionals get it by changing them.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["createService"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/services/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update service
         * @description Changes a service, or takes it out of the offer with isActive: false.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        patch: operations["updateService"];
        trace?: never;
    };
    "/admin/services.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export services
         * @description Every service as CSV; cells that a spreadsheet would run as a formula begin with '.
         *
         *     Scope `catalogue:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["exportServices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/services/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import services
         * @description Adds and changes services from CSV, all of them or none; found by code, and a column that is not there changes nothing.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["importServices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List resources
         * @description Professionals, rooms and equipment, those out of use too.
         *
         *     Scope `catalogue:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["listResources"];
        put?: never;
        /**
         * Create resource
         * @description Adds a professional, a room or a piece of equipment.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["createResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/resources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update resource
         * @description Changes a professional, a room or equipment: name, services, working hours, whether it is in use.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        patch: operations["updateResource"];
        trace?: never;
    };
    "/admin/opening-hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get opening hours
         * @description When the business opens, in local time.
         *
         *     Scope `catalogue:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["getOpeningHours"];
        /**
         * Set opening hours
         * @description Says the whole week anew; a weekday without periods is closed. `{ origin: "file" }` gives it back to profile.yml.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        put: operations["setOpeningHours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/time-off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List time off
         * @description When somebody, a room or the whole business is away, by start.
         *
         *     Scope `catalogue:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["listTimeOff"];
        put?: never;
        /**
         * Create time off
         * @description Nothing can be booked in this time from now on; what is booked already stays, and is named.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["createTimeOff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/time-off/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete time off
         * @description Takes a time off back.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        delete: operations["deleteTimeOff"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List admin packages
         * @description Every package, those out of the offer too.
         *
         *     Scope `catalogue:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["listAdminPackages"];
        put?: never;
        /**
         * Create package
         * @description Adds a package of sessions.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["createPackage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/packages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update package
         * @description Changes a package, or takes it out of the offer; what was sold stays as it was sold.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        patch: operations["updatePackage"];
        trace?: never;
    };
    "/admin/packages.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export packages
         * @description Every package as CSV; `items` holds code:quantity, separated by |.
         *
         *     Scope `catalogue:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["exportPackages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/packages/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import packages
         * @description Adds and changes packages from CSV, all of them or none; found by code, and a column that is not there changes nothing.
         *
         *     Scope `catalogue:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["importPackages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/llm/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get llm usage
         * @description Tokens and money that language models took, by day, model, intent, purpose and tier, some seconds behind; and how the month stands to its budget.
         *
         *     Scope `payments:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["getLlmUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/nlu/annotations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List annotations
         * @description Messages that were perhaps not understood, each text once and masked, some seconds after they came.
         *
         *     Scope `nlu:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["listAnnotations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/nlu/annotations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get annotation
         * @description One of them, with every trainer's judgement.
         *
         *     Scope `nlu:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["getAnnotation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/nlu/annotations/{id}/judgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge annotation
         * @description What the message means, by the caller; a second judgement of the same trainer replaces the first.
         *
         *     Scope `nlu:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["judgeAnnotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/nlu/annotations/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide annotation
         * @description Accepts a judgement as an example for the training files, rejects the message, or opens it again.
         *
         *     Scope `nlu:write`. For developers and administrators: without `On-Behalf-Of`.
         */
        post: operations["decideAnnotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/nlu/annotations/agreement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get annotation agreement
         * @description How often two trainers named the same intent, and which intents they take for each other.
         *
         *     Scope `nlu:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["getAnnotationAgreement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/nlu/annotations/patch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get annotation patch
         * @description The accepted messages that the training files do not have yet, as a patch that `git apply` takes.
         *
         *     Scope `nlu:read`. For developers and administrators: without `On-Behalf-Of`.
         */
        get: operations["getAnnotationPatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    event: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What happened, at least once and in no promised order; signed as https://www.standardwebhooks.com says */
        post: operations["receiveEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Slot: {
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt: string;
            professional: {
                /** Format: uuid */
                id: string;
                name: string;
            };
        };
        Cancellation: {
            /**
             * @description fee: part of the price stays owed; lost_credit: the package's session is not given back
             * @enum {string}
             */
            kind: "free" | "fee" | "lost_credit";
            fee: {
                amountMinor: number;
                currency: string;
            };
            /** @description Whether the credit that paid for it goes back to its package */
            creditReturned: boolean;
            /** @description Of what was paid in money, what is to be given back */
            refundDue: {
                amountMinor: number;
                currency: string;
            };
            /** @description The last moment at which cancelling is free, past or not; null when it never is again */
            freeUntil: string | null;
        };
        Purchase: {
            /** Format: uuid */
            id: string;
            code: string;
            /** @enum {string} */
            status: "pending" | "paid" | "expired" | "cancelled" | "partially_refunded" | "refunded";
            /** @enum {string} */
            kind: "package" | "booking";
            name: string;
            price: {
                amountMinor: number;
                currency: string;
            };
            payUrl: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            expiresAt: string;
            paidAt: string | null;
            /** Format: uuid */
            packageId?: string;
            booking?: {
                code: string;
                /** Format: date-time */
                startsAt: string;
            };
            credits: {
                service: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                };
                total: number;
                remaining: number;
            }[];
            validUntil: string | null;
            /** Format: uuid */
            customerId?: string;
            refunded?: {
                amountMinor: number;
                currency: string;
            };
            isTransferable?: boolean;
        };
        WebhookEvent: {
            /**
             * Format: uuid
             * @description The same at every attempt, as in `webhook-id`
             */
            id: string;
            /** @enum {string} */
            type: "booking.created" | "booking.held" | "booking.confirmed" | "booking.rescheduled" | "booking.cancelled" | "booking.completed" | "booking.no_show" | "booking.expired" | "waitlist.joined" | "waitlist.offered" | "waitlist.filled" | "purchase.created" | "purchase.paid" | "purchase.refunded" | "package.transferred" | "credit.spent" | "credit.returned" | "client.created" | "client.updated" | "ping";
            /** Format: date-time */
            createdAt: string;
            /** @description Ids, codes and instants; what you want to know beyond, read from the API */
            data: {
                /**
                 * Format: uuid
                 * @description Whom it is about
                 */
                customerId?: string;
                /** @description Of the booking or the purchase */
                code?: string;
            } & {
                [key: string]: unknown;
            };
        };
        Service: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            description: string;
            durationMinutes: number;
            price: {
                amountMinor: number;
                currency: string;
            };
            professionals: {
                /** Format: uuid */
                id: string;
                name: string;
                /** @description Only of somebody who takes longer or shorter than the service says */
                durationMinutes?: number;
            }[];
        };
        Professional: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            services: {
                /** Format: uuid */
                id: string;
                name: string;
            }[];
        };
        Business: {
            name: string;
            about: string;
            address: string;
            phone: string;
            locale: string;
            language: string;
            timeZone: string;
            currency: string;
            openingHours: {
                weekday: number;
                periods: {
                    from: string;
                    to: string;
                }[];
            }[];
            holidays?: {
                /** Format: date */
                date: string;
                name: string;
            }[];
        };
        Booking: {
            /**
             * @description Without look-alike letters, to be read aloud
             * @example K7RWDQ
             */
            code: string;
            /** Format: uuid */
            customerId: string;
            /**
             * @description held: the time is kept until holdExpiresAt; expired: a hold that nobody confirmed in time
             * @enum {string}
             */
            status: "held" | "confirmed" | "cancelled" | "completed" | "no_show" | "expired";
            service: {
                /** Format: uuid */
                id: string;
                name: string;
                durationMinutes: number;
            };
            professional: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt: string;
            timeZone: string;
            price: {
                amountMinor: number;
                currency: string;
            };
            /** Format: date-time */
            createdAt?: string;
            /**
             * Format: date-time
             * @description Of a held booking: confirm it before
             */
            holdExpiresAt?: string;
            payment?: {
                /** @enum {string} */
                kind: "none" | "money" | "credit";
                /** @description With money: what was paid, less what went back */
                paid?: {
                    amountMinor: number;
                    currency: string;
                };
            };
            /**
             * Format: uuid
             * @description Of a seat in a group class; it is cancelled, not moved
             */
            classId?: string;
            /** @description Of a cancelled booking */
            cancellation?: components["schemas"]["Cancellation"];
        };
        BookingChange: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            kind: "created" | "held" | "confirmed" | "rescheduled" | "cancelled" | "completed" | "no_show" | "expired";
            by: {
                /** @description service is the assistant on the customer's behalf; system is the clock */
                role: string;
                /** @description Which customer or key; null for those who may not know */
                id: string | null;
            };
            before: {
                [key: string]: unknown;
            };
            after: {
                [key: string]: unknown;
            };
        };
        Class: {
            /** Format: uuid */
            id: string;
            service: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            professional: {
                /** Format: uuid */
                id: string;
                name: string;
            };
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt: string;
            /** @enum {string} */
            status: "scheduled" | "cancelled";
            price: {
                amountMinor: number;
                currency: string;
            };
            seats: number;
            /** @description What can be booked now; a seat that goes to the waiting list is not free */
            seatsFree: number;
            /** @description How many wait for a seat */
            waiting: number;
        };
        WaitlistEntry: {
            /** Format: uuid */
            id: string;
            class: {
                /** Format: uuid */
                id: string;
                service: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                };
                professional: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                };
                /** Format: date-time */
                startsAt: string;
                /** Format: date-time */
                endsAt: string;
            };
            /**
             * @description offered: a seat is kept until offeredUntil; expired: nobody accepted it in time, or the class is over
             * @enum {string}
             */
            status: "waiting" | "offered" | "filled" | "expired" | "left";
            /** @description 1 is next; null when not waiting */
            position: number | null;
            /**
             * Format: date-time
             * @description Of an offer: accept it before
             */
            offeredUntil?: string;
            /** @description Of an offer: the held booking */
            bookingCode?: string;
        };
        Package: {
            /** Format: uuid */
            id: string;
            code: string;
            name: string;
            description: string;
            price: {
                amountMinor: number;
                currency: string;
            };
            validDays: number;
            items: {
                service: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                };
                quantity: number;
            }[];
            isTransferable?: boolean;
        };
        Refund: {
            /** Format: uuid */
            id: string;
            amount: {
                amountMinor: number;
                currency: string;
            };
            reason: string;
            /** @enum {string} */
            status: "pending" | "succeeded" | "failed";
            /** Format: date-time */
            createdAt: string;
        };
        Client: {
            /** Format: uuid */
            id: string;
            displayName: string | null;
            language: string | null;
        };
        ApiKey: {
            /** Format: uuid */
            id: string;
            name: string;
            scopes: ("catalogue:read" | "catalogue:write" | "bookings:read" | "bookings:write" | "payments:read" | "payments:write" | "clients:read" | "clients:write" | "webhooks:write" | "keys:write" | "nlu:read" | "nlu:write")[];
            /** @example atk_7Qx2 */
            hint: string;
            /** Format: date-time */
            createdAt: string;
            lastUsedAt: string | null;
            expiresAt: string | null;
            revokedAt: string | null;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail?: string;
            requestId?: string;
            errors?: {
                field: string;
                message: string;
            }[];
            alternatives?: components["schemas"]["Slot"][];
            current?: {
                /**
                 * @description Without look-alike letters, to be read aloud
                 * @example K7RWDQ
                 */
                code?: string;
                /** Format: uuid */
                customerId?: string;
                /**
                 * @description held: the time is kept until holdExpiresAt; expired: a hold that nobody confirmed in time
                 * @enum {string}
                 */
                status?: "held" | "confirmed" | "cancelled" | "completed" | "no_show" | "expired";
                service?: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                    durationMinutes: number;
                };
                professional?: {
                    /** Format: uuid */
                    id: string;
                    name: string;
                };
                /** Format: date-time */
                startsAt?: string;
                /** Format: date-time */
                endsAt?: string;
                timeZone?: string;
                price?: {
                    amountMinor: number;
                    currency: string;
                };
                /** Format: date-time */
                createdAt?: string;
                /**
                 * Format: date-time
                 * @description Of a held booking: confirm it before
                 */
                holdExpiresAt?: string;
                payment?: {
                    /** @enum {string} */
                    kind: "none" | "money" | "credit";
                    /** @description With money: what was paid, less what went back */
                    paid?: {
                        amountMinor: number;
                        currency: string;
                    };
                };
                /**
                 * Format: uuid
                 * @description Of a seat in a group class; it is cancelled, not moved
                 */
                classId?: string;
                /** @description Of a cancelled booking */
                cancellation?: components["schemas"]["Cancellation"];
            };
            waiting?: number;
            purchase?: components["schemas"]["Purchase"];
        } & {
            [key: string]: unknown;
        };
    };
    responses: {
        /** @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says */
        malformed_request: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "malformed_request";
                };
            };
        };
        /** @description `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request */
        idempotency_key_missing: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_key_missing";
                };
            };
        };
        /** @description `unauthorized`: The token is missing, wrong or expired. Send `Authorization: Bearer` with a key or a token that is alive */
        unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unauthorized";
                };
            };
        };
        /** @description `forbidden`: The token does not reach this. Use a key with the scope that `detail` names, and `On-Behalf-Of` where it is about one customer */
        forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden";
                };
            };
        };
        /** @description `not_found`: There is no such thing. Look the id or code up again; what you may not see looks the same as what is not there */
        not_found: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_found";
                };
            };
        };
        /** @description `method_not_allowed`: This address does not know this method. Use a method that `Allow` names */
        method_not_allowed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "method_not_allowed";
                };
            };
        };
        /** @description `slot_taken`: Somebody else has this time. Offer one of `alternatives`, or read the slots again */
        slot_taken: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "slot_taken";
                };
            };
        };
        /** @description `changed`: What was confirmed is no longer true. Show the person what `current` says, and ask again */
        changed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "changed";
                };
            };
        };
        /** @description `not_cancellable`: The booking cannot be cancelled any more. Leave it: `current` tells what became of it */
        not_cancellable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_cancellable";
                };
            };
        };
        /** @description `not_reschedulable`: The booking cannot be moved any more. Book anew, or cancel where that is possible */
        not_reschedulable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_reschedulable";
                };
            };
        };
        /** @description `wrong_status`: What became of the booking does not allow this. Read the booking and decide anew */
        wrong_status: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "wrong_status";
                };
            };
        };
        /** @description `hold_expired`: The time was not kept any longer. Book the time again if it is still free */
        hold_expired: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "hold_expired";
                };
            };
        };
        /** @description `not_started`: The booking has not begun yet. Try again after it has begun */
        not_started: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_started";
                };
            };
        };
        /** @description `no_credit`: The customer has no credit for this service. Sell a package or a single appointment, or book without `payWith` */
        no_credit: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "no_credit";
                };
            };
        };
        /** @description `class_full`: Every seat is taken. Join the waiting list: `waiting` tells how many are there */
        class_full: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "class_full";
                };
            };
        };
        /** @description `class_closed`: The class was cancelled or has begun. Choose another class */
        class_closed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "class_closed";
                };
            };
        };
        /** @description `already_booked`: The customer has a seat in this class already. Nothing: the customer has the seat */
        already_booked: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_booked";
                };
            };
        };
        /** @description `seat_free`: There is a free seat: book it. Book the seat instead of waiting */
        seat_free: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "seat_free";
                };
            };
        };
        /** @description `not_waiting`: The customer does not wait for this class. Nothing: the customer is not on the list */
        not_waiting: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_waiting";
                };
            };
        };
        /** @description `not_offered`: No seat is kept for this entry of the waiting list. Wait until the entry is `offered` */
        not_offered: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_offered";
                };
            };
        };
        /** @description `already_paid`: This is paid already. Nothing: `purchase` is what was paid */
        already_paid: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "already_paid";
                };
            };
        };
        /** @description `not_payable`: There is nothing to pay for this. Leave it: it is free, cancelled or over */
        not_payable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_payable";
                };
            };
        };
        /** @description `not_refundable`: Nothing of this can be given back. Read the purchase: nothing is left to give back */
        not_refundable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_refundable";
                };
            };
        };
        /** @description `not_transferable`: This cannot be handed to somebody else. Leave it: what was sold cannot be handed on, or nothing is left of it */
        not_transferable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_transferable";
                };
            };
        };
        /** @description `online_payment_off`: Nothing can be paid online here. Let the customer pay at the business */
        online_payment_off: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "online_payment_off";
                };
            };
        };
        /** @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request */
        idempotency_key_reused: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_key_reused";
                };
            };
        };
        /** @description `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key */
        idempotency_in_progress: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_in_progress";
                };
            };
        };
        /** @description `key_not_active`: The API key is revoked or has expired. Make a new API key */
        key_not_active: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "key_not_active";
                };
            };
        };
        /** @description `endpoint_disabled`: The webhook endpoint is switched off. Switch the endpoint on first */
        endpoint_disabled: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "endpoint_disabled";
                };
            };
        };
        /** @description `code_taken`: Another one has this code. Choose another code, or change the one that has it */
        code_taken: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "code_taken";
                };
            };
        };
        /** @description `annotation_settled`: The message is decided already, or an example. Open it again first, unless it is `known` */
        annotation_settled: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "annotation_settled";
                };
            };
        };
        /** @description `not_judged`: Nobody has judged the message. Judge it first */
        not_judged: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "not_judged";
                };
            };
        };
        /** @description `judgements_differ`: The trainers do not agree. Name in `judgementBy` whose judgement is right */
        judgements_differ: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "judgements_differ";
                };
            };
        };
        /** @description `too_many`: There are as many as there may be. Remove one first */
        too_many: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_many";
                };
            };
        };
        /** @description `precondition_failed`: It has changed since you read it. Read it again and decide anew */
        precondition_failed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "precondition_failed";
                };
            };
        };
        /** @description `payload_too_large`: The body is too large. Send less at once */
        payload_too_large: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "payload_too_large";
                };
            };
        };
        /** @description `unsupported_media_type`: The body must be JSON. Send the `Content-Type` that the operation names */
        unsupported_media_type: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unsupported_media_type";
                };
            };
        };
        /** @description `validation_failed`: The request has wrong fields. Correct the fields that `errors` names */
        validation_failed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "validation_failed";
                };
            };
        };
        /** @description `outside_hours`: Nobody works at this time. Offer one of `alternatives` */
        outside_hours: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "outside_hours";
                };
            };
        };
        /** @description `closed`: The business is closed on this day. Offer one of `alternatives`, or another day */
        closed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "closed";
                };
            };
        };
        /** @description `in_the_past`: This time has passed. Choose a later time */
        in_the_past: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "in_the_past";
                };
            };
        };
        /** @description `too_soon`: This time is too close. Offer one of `alternatives`: the business wants notice */
        too_soon: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_soon";
                };
            };
        };
        /** @description `too_far`: This time is too far ahead. Choose an earlier day */
        too_far: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "too_far";
                };
            };
        };
        /** @description `off_grid`: No booking starts at this minute. Use a start that the slots name */
        off_grid: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "off_grid";
                };
            };
        };
        /** @description `rate_limited`: Too many requests. Wait as many seconds as `Retry-After` says */
        rate_limited: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rate_limited";
                };
            };
        };
        /** @description `internal_error`: The service failed. Repeat it with the same key; if it stays, tell us the `requestId` */
        internal_error: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "internal_error";
                };
            };
        };
        /** @description `unavailable`: The service is not available now. Repeat it with the same key after `Retry-After` seconds */
        unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unavailable";
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /** @description Names this request in our logs: send it along when you ask for help */
        "X-Request-Id": string;
        /**
         * @description Of keys and customers: how many requests in how many seconds
         * @example "key";q=600;w=60
         */
        "RateLimit-Policy": string;
        /**
         * @description Of keys and customers: how many remain, and in how many seconds all are back
         * @example "key";r=599;t=60
         */
        RateLimit: string;
        /**
         * @description The version of this answer, for `If-None-Match` and `If-Match`
         * @example "3q2xV0Qy8mW5b1t7n9kZf4LhAcE"
         */
        ETag: string;
        /**
         * @description `true`: this is what was answered to this key before
         * @example true
         */
        "Idempotent-Replayed": string;
        /**
         * @description Seconds to wait
         * @example 1
         */
        "Retry-After": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listServices: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "services": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "code": "K7RWDQ",
                     *           "name": "Relaxing massage",
                     *           "description": "Sixty minutes, with warm oil",
                     *           "durationMinutes": 60,
                     *           "price": {
                     *             "amountMinor": 85000,
                     *             "currency": "MXN"
                     *           },
                     *           "professionals": [
                     *             {
                     *               "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *               "name": "Mariana Ruiz"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        services: components["schemas"]["Service"][];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listProfessionals: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "professionals": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "code": "K7RWDQ",
                     *           "name": "Mariana Ruiz",
                     *           "services": [
                     *             {
                     *               "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *               "name": "Relaxing massage"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        professionals: components["schemas"]["Professional"][];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getBusiness: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "Relaxing massage",
                     *       "about": "Massages and yoga in the heart of the city",
                     *       "address": "Av. Álvaro Obregón 123, Roma Norte, Ciudad de México",
                     *       "phone": "+52 55 1234 5678",
                     *       "locale": "es-MX",
                     *       "language": "es",
                     *       "timeZone": "America/Mexico_City",
                     *       "currency": "MXN",
                     *       "openingHours": [
                     *         {
                     *           "weekday": 1,
                     *           "periods": [
                     *             {
                     *               "from": "10:00",
                     *               "to": "19:00"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Business"];
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listSlots: {
        parameters: {
            query: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                serviceId: string;
                professionalId?: string;
                /** @example 2030-03-05 */
                from: string;
                /** @example 2030-03-08 */
                to: string;
                limit?: number;
            };
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "timeZone": "America/Mexico_City",
                     *       "slots": [
                     *         {
                     *           "startsAt": "2030-03-05T10:00:00-06:00",
                     *           "endsAt": "2030-03-05T11:00:00-06:00",
                     *           "professional": {
                     *             "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *             "name": "Mariana Ruiz"
                     *           }
                     *         }
                     *       ],
                     *       "closedDates": []
                     *     }
                     */
                    "application/json": {
                        timeZone: string;
                        slots: components["schemas"]["Slot"][];
                        closedDates: string[];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createBooking: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "serviceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                 *       "startsAt": "2030-03-05T10:00:00-06:00"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    serviceId: string;
                    /** Format: uuid */
                    professionalId?: string;
                    /** Format: date-time */
                    startsAt: string;
                    /** @description What the customer agreed to; `changed` when it is no longer so */
                    expected?: {
                        price?: {
                            amountMinor: number;
                            currency: string;
                        };
                        /** Format: uuid */
                        professionalId?: string;
                        /** Format: date-time */
                        endsAt?: string;
                    };
                    /** @description Only keep the time, until `holdExpiresAt`; then confirm it */
                    hold?: boolean;
                    /** @description 10 unless told; never past the start */
                    holdMinutes?: number;
                    /**
                     * @description Takes one session of a package that the customer has paid
                     * @enum {string}
                     */
                    payWith?: "credit";
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "K7RWDQ",
                     *       "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "status": "confirmed",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage",
                     *         "durationMinutes": 60
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "timeZone": "America/Mexico_City",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Booking"];
                };
            };
            /**
             * @description `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             *
             *     `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_missing" | "malformed_request";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `changed`: What was confirmed is no longer true. Show the person what `current` says, and ask again
             *
             *     `no_credit`: The customer has no credit for this service. Sell a package or a single appointment, or book without `payWith`
             *
             *     `slot_taken`: Somebody else has this time. Offer one of `alternatives`, or read the slots again
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "changed" | "no_credit" | "slot_taken" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description `outside_hours`: Nobody works at this time. Offer one of `alternatives`
             *
             *     `closed`: The business is closed on this day. Offer one of `alternatives`, or another day
             *
             *     `in_the_past`: This time has passed. Choose a later time
             *
             *     `too_soon`: This time is too close. Offer one of `alternatives`: the business wants notice
             *
             *     `too_far`: This time is too far ahead. Choose an earlier day
             *
             *     `off_grid`: No booking starts at this minute. Use a start that the slots name
             *
             *     `validation_failed`: The request has wrong fields. Correct the fields that `errors` names
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "outside_hours" | "closed" | "in_the_past" | "too_soon" | "too_far" | "off_grid" | "validation_failed";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listBookings: {
        parameters: {
            query?: {
                client?: string;
                status?: "held" | "confirmed" | "cancelled" | "completed" | "no_show" | "expired";
                professional?: string;
                service?: string;
                /** @description Only bookings that end after this instant */
                from?: string;
                /** @description Only bookings that start before this instant */
                to?: string;
                /** @description Only bookings made after this instant */
                createdAfter?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "bookings": [
                     *         {
                     *           "code": "K7RWDQ",
                     *           "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "status": "confirmed",
                     *           "service": {
                     *             "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *             "name": "Relaxing massage",
                     *             "durationMinutes": 60
                     *           },
                     *           "professional": {
                     *             "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *             "name": "Mariana Ruiz"
                     *           },
                     *           "startsAt": "2030-03-05T10:00:00-06:00",
                     *           "endsAt": "2030-03-05T11:00:00-06:00",
                     *           "timeZone": "America/Mexico_City",
                     *           "price": {
                     *             "amountMinor": 85000,
                     *             "currency": "MXN"
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        bookings: components["schemas"]["Booking"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getBooking: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "K7RWDQ",
                     *       "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "status": "confirmed",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage",
                     *         "durationMinutes": 60
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "timeZone": "America/Mexico_City",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Booking"];
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    cancelBooking: {
        parameters: {
            query?: {
                expectedStartsAt?: string;
                /** @description The fee that the customer was told; `changed` when it is another by now */
                expectedFeeMinor?: number;
                /** @description The kind that the customer was told: a credit that is lost by now is no fee, and `changed` too */
                expectedKind?: "free" | "fee" | "lost_credit";
                /** @description Costs nothing, because the business cancels; not for a customer's token */
                waiveFee?: "true";
            };
            header?: {
                "On-Behalf-Of"?: string;
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "K7RWDQ",
                     *       "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "status": "confirmed",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage",
                     *         "durationMinutes": 60
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "timeZone": "America/Mexico_City",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Booking"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `changed`: What was confirmed is no longer true. Show the person what `current` says, and ask again
             *
             *     `not_cancellable`: The booking cannot be cancelled any more. Leave it: `current` tells what became of it
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "changed" | "not_cancellable" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    rescheduleBooking: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "startsAt": "2030-03-05T10:00:00-06:00"
                 *     }
                 */
                "application/json": {
                    /** Format: date-time */
                    startsAt: string;
                    /** Format: uuid */
                    professionalId?: string;
                    expected?: {
                        price?: {
                            amountMinor: number;
                            currency: string;
                        };
                        /** Format: uuid */
                        professionalId?: string;
                        /** Format: date-time */
                        endsAt?: string;
                        /** Format: date-time */
                        currentStartsAt?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "K7RWDQ",
                     *       "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "status": "confirmed",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage",
                     *         "durationMinutes": 60
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "timeZone": "America/Mexico_City",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Booking"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `changed`: What was confirmed is no longer true. Show the person what `current` says, and ask again
             *
             *     `not_reschedulable`: The booking cannot be moved any more. Book anew, or cancel where that is possible
             *
             *     `slot_taken`: Somebody else has this time. Offer one of `alternatives`, or read the slots again
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "changed" | "not_reschedulable" | "slot_taken" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description `outside_hours`: Nobody works at this time. Offer one of `alternatives`
             *
             *     `closed`: The business is closed on this day. Offer one of `alternatives`, or another day
             *
             *     `in_the_past`: This time has passed. Choose a later time
             *
             *     `too_soon`: This time is too close. Offer one of `alternatives`: the business wants notice
             *
             *     `too_far`: This time is too far ahead. Choose an earlier day
             *
             *     `off_grid`: No booking starts at this minute. Use a start that the slots name
             *
             *     `validation_failed`: The request has wrong fields. Correct the fields that `errors` names
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "outside_hours" | "closed" | "in_the_past" | "too_soon" | "too_far" | "off_grid" | "validation_failed";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    confirmBooking: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "K7RWDQ",
                     *       "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "status": "confirmed",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage",
                     *         "durationMinutes": 60
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "timeZone": "America/Mexico_City",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Booking"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `hold_expired`: The time was not kept any longer. Book the time again if it is still free
             *
             *     `wrong_status`: What became of the booking does not allow this. Read the booking and decide anew
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "hold_expired" | "wrong_status" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    quoteCancellation: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "kind": "free",
                     *       "fee": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       },
                     *       "creditReturned": false,
                     *       "refundDue": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       },
                     *       "freeUntil": "2030-03-05T10:00:00-06:00"
                     *     }
                     */
                    "application/json": components["schemas"]["Cancellation"];
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["not_cancellable"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    completeBooking: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "K7RWDQ",
                     *       "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "status": "confirmed",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage",
                     *         "durationMinutes": 60
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "timeZone": "America/Mexico_City",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Booking"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `not_started`: The booking has not begun yet. Try again after it has begun
             *
             *     `wrong_status`: What became of the booking does not allow this. Read the booking and decide anew
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_started" | "wrong_status" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    markNoShow: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "K7RWDQ",
                     *       "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "status": "confirmed",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage",
                     *         "durationMinutes": 60
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "timeZone": "America/Mexico_City",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Booking"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `not_started`: The booking has not begun yet. Try again after it has begun
             *
             *     `wrong_status`: What became of the booking does not allow this. Read the booking and decide anew
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_started" | "wrong_status" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listBookingHistory: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "history": [
                     *         {
                     *           "at": "2030-03-05T10:00:00-06:00",
                     *           "kind": "confirmed",
                     *           "by": {
                     *             "role": "key",
                     *             "id": "text"
                     *           },
                     *           "before": {},
                     *           "after": {}
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        history: components["schemas"]["BookingChange"][];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listClasses: {
        parameters: {
            query: {
                /** @example 2030-03-05 */
                from: string;
                /** @example 2030-03-08 */
                to: string;
                service?: string;
                limit?: number;
            };
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "timeZone": "America/Mexico_City",
                     *       "classes": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "service": {
                     *             "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *             "name": "Relaxing massage"
                     *           },
                     *           "professional": {
                     *             "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *             "name": "Mariana Ruiz"
                     *           },
                     *           "startsAt": "2030-03-05T10:00:00-06:00",
                     *           "endsAt": "2030-03-05T11:00:00-06:00",
                     *           "status": "scheduled",
                     *           "price": {
                     *             "amountMinor": 85000,
                     *             "currency": "MXN"
                     *           },
                     *           "seats": 12,
                     *           "seatsFree": 3,
                     *           "waiting": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        timeZone: string;
                        classes: components["schemas"]["Class"][];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createClass: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "serviceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                 *       "professionalId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                 *       "startsAt": "2030-03-05T10:00:00-06:00",
                 *       "seats": 12
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    serviceId: string;
                    /** Format: uuid */
                    professionalId: string;
                    /** Format: date-time */
                    startsAt: string;
                    seats: number;
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage"
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "status": "scheduled",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       },
                     *       "seats": 12,
                     *       "seatsFree": 3,
                     *       "waiting": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Class"];
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `slot_taken`: Somebody else has this time. Offer one of `alternatives`, or read the slots again
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "slot_taken" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /**
             * @description `outside_hours`: Nobody works at this time. Offer one of `alternatives`
             *
             *     `closed`: The business is closed on this day. Offer one of `alternatives`, or another day
             *
             *     `in_the_past`: This time has passed. Choose a later time
             *
             *     `too_soon`: This time is too close. Offer one of `alternatives`: the business wants notice
             *
             *     `too_far`: This time is too far ahead. Choose an earlier day
             *
             *     `off_grid`: No booking starts at this minute. Use a start that the slots name
             *
             *     `validation_failed`: The request has wrong fields. Correct the fields that `errors` names
             */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "outside_hours" | "closed" | "in_the_past" | "too_soon" | "too_far" | "off_grid" | "validation_failed";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    cancelClass: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The class, as `GET /classes` names it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage"
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "status": "scheduled",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       },
                     *       "seats": 12,
                     *       "seatsFree": 3,
                     *       "waiting": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Class"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `class_closed`: The class was cancelled or has begun. Choose another class
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "class_closed" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    updateClass: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The class, as `GET /classes` names it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "seats": 12
                 *     }
                 */
                "application/json": {
                    seats: number;
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage"
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "status": "scheduled",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       },
                     *       "seats": 12,
                     *       "seatsFree": 3,
                     *       "waiting": 1
                     *     }
                     */
                    "application/json": components["schemas"]["Class"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `class_closed`: The class was cancelled or has begun. Choose another class
             *
             *     `class_full`: Every seat is taken. Join the waiting list: `waiting` tells how many are there
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "class_closed" | "class_full" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    bookClass: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path: {
                /**
                 * @description The class, as `GET /classes` names it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payWith": "credit"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Takes one session of a package that the customer has paid
                     * @enum {string}
                     */
                    payWith?: "credit";
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "K7RWDQ",
                     *       "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "status": "confirmed",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage",
                     *         "durationMinutes": 60
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "timeZone": "America/Mexico_City",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Booking"];
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `class_full`: Every seat is taken. Join the waiting list: `waiting` tells how many are there
             *
             *     `class_closed`: The class was cancelled or has begun. Choose another class
             *
             *     `already_booked`: The customer has a seat in this class already. Nothing: the customer has the seat
             *
             *     `no_credit`: The customer has no credit for this service. Sell a package or a single appointment, or book without `payWith`
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "class_full" | "class_closed" | "already_booked" | "no_credit" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    joinWaitlist: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The class, as `GET /classes` names it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "class": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "service": {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "name": "Relaxing massage"
                     *         },
                     *         "professional": {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "name": "Mariana Ruiz"
                     *         },
                     *         "startsAt": "2030-03-05T10:00:00-06:00",
                     *         "endsAt": "2030-03-05T11:00:00-06:00"
                     *       },
                     *       "status": "waiting",
                     *       "position": 1
                     *     }
                     */
                    "application/json": components["schemas"]["WaitlistEntry"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `class_closed`: The class was cancelled or has begun. Choose another class
             *
             *     `already_booked`: The customer has a seat in this class already. Nothing: the customer has the seat
             *
             *     `seat_free`: There is a free seat: book it. Book the seat instead of waiting
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "class_closed" | "already_booked" | "seat_free" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    leaveWaitlist: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The class, as `GET /classes` names it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "class": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "service": {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "name": "Relaxing massage"
                     *         },
                     *         "professional": {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "name": "Mariana Ruiz"
                     *         },
                     *         "startsAt": "2030-03-05T10:00:00-06:00",
                     *         "endsAt": "2030-03-05T11:00:00-06:00"
                     *       },
                     *       "status": "waiting",
                     *       "position": 1
                     *     }
                     */
                    "application/json": components["schemas"]["WaitlistEntry"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `not_waiting`: The customer does not wait for this class. Nothing: the customer is not on the list
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_waiting" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listWaitlist: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "class": {
                     *             "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *             "service": {
                     *               "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *               "name": "Relaxing massage"
                     *             },
                     *             "professional": {
                     *               "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *               "name": "Mariana Ruiz"
                     *             },
                     *             "startsAt": "2030-03-05T10:00:00-06:00",
                     *             "endsAt": "2030-03-05T11:00:00-06:00"
                     *           },
                     *           "status": "waiting",
                     *           "position": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        entries: components["schemas"]["WaitlistEntry"][];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    acceptOffer: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The entry, as `GET /client/waitlist` names it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "payWith": "credit"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Takes one session of a package that the customer has paid
                     * @enum {string}
                     */
                    payWith?: "credit";
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "code": "K7RWDQ",
                     *       "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "status": "confirmed",
                     *       "service": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Relaxing massage",
                     *         "durationMinutes": 60
                     *       },
                     *       "professional": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "name": "Mariana Ruiz"
                     *       },
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "timeZone": "America/Mexico_City",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Booking"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `hold_expired`: The time was not kept any longer. Book the time again if it is still free
             *
             *     `not_offered`: No seat is kept for this entry of the waiting list. Wait until the entry is `offered`
             *
             *     `no_credit`: The customer has no credit for this service. Sell a package or a single appointment, or book without `payWith`
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "hold_expired" | "not_offered" | "no_credit" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listPackages: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "packages": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "code": "K7RWDQ",
                     *           "name": "Relaxing massage",
                     *           "description": "Sixty minutes, with warm oil",
                     *           "price": {
                     *             "amountMinor": 85000,
                     *             "currency": "MXN"
                     *           },
                     *           "validDays": 90,
                     *           "items": [
                     *             {
                     *               "service": {
                     *                 "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *                 "name": "Relaxing massage"
                     *               },
                     *               "quantity": 5
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        packages: components["schemas"]["Package"][];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createPurchase: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "packageId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60"
                 *     }
                 */
                "application/json": {
                    /** Format: uuid */
                    packageId?: string;
                    bookingCode?: string;
                    /** @description What the customer agreed to; answered with `changed` when it is no longer so */
                    expected?: {
                        price?: {
                            amountMinor: number;
                            currency: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "code": "K7RWDQ",
                     *       "status": "pending",
                     *       "kind": "package",
                     *       "name": "Relaxing massage",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       },
                     *       "payUrl": "https://example.com/pay/3n7Kx0Q2",
                     *       "createdAt": "2030-03-05T10:00:00-06:00",
                     *       "expiresAt": "2030-03-05T10:00:00-06:00",
                     *       "paidAt": "2030-03-05T10:00:00-06:00",
                     *       "credits": [
                     *         {
                     *           "service": {
                     *             "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *             "name": "Relaxing massage"
                     *           },
                     *           "total": 1,
                     *           "remaining": 1
                     *         }
                     *       ],
                     *       "validUntil": "2030-03-05"
                     *     }
                     */
                    "application/json": components["schemas"]["Purchase"];
                };
            };
            /**
             * @description `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             *
             *     `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_missing" | "malformed_request";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `changed`: What was confirmed is no longer true. Show the person what `current` says, and ask again
             *
             *     `already_paid`: This is paid already. Nothing: `purchase` is what was paid
             *
             *     `not_payable`: There is nothing to pay for this. Leave it: it is free, cancelled or over
             *
             *     `online_payment_off`: Nothing can be paid online here. Let the customer pay at the business
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "changed" | "already_paid" | "not_payable" | "online_payment_off" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listPurchases: {
        parameters: {
            query?: {
                code?: string;
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchases": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "code": "K7RWDQ",
                     *           "status": "pending",
                     *           "kind": "package",
                     *           "name": "Relaxing massage",
                     *           "price": {
                     *             "amountMinor": 85000,
                     *             "currency": "MXN"
                     *           },
                     *           "payUrl": "https://example.com/pay/3n7Kx0Q2",
                     *           "createdAt": "2030-03-05T10:00:00-06:00",
                     *           "expiresAt": "2030-03-05T10:00:00-06:00",
                     *           "paidAt": "2030-03-05T10:00:00-06:00",
                     *           "credits": [
                     *             {
                     *               "service": {
                     *                 "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *                 "name": "Relaxing massage"
                     *               },
                     *               "total": 1,
                     *               "remaining": 1
                     *             }
                     *           ],
                     *           "validUntil": "2030-03-05"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        purchases: components["schemas"]["Purchase"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getPurchase: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "code": "K7RWDQ",
                     *       "status": "pending",
                     *       "kind": "package",
                     *       "name": "Relaxing massage",
                     *       "price": {
                     *         "amountMinor": 85000,
                     *         "currency": "MXN"
                     *       },
                     *       "payUrl": "https://example.com/pay/3n7Kx0Q2",
                     *       "createdAt": "2030-03-05T10:00:00-06:00",
                     *       "expiresAt": "2030-03-05T10:00:00-06:00",
                     *       "paidAt": "2030-03-05T10:00:00-06:00",
                     *       "credits": [
                     *         {
                     *           "service": {
                     *             "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *             "name": "Relaxing massage"
                     *           },
                     *           "total": 1,
                     *           "remaining": 1
                     *         }
                     *       ],
                     *       "validUntil": "2030-03-05"
                     *     }
                     */
                    "application/json": components["schemas"]["Purchase"];
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listCredits: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "credits": [
                     *         {
                     *           "service": {
                     *             "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *             "name": "Relaxing massage"
                     *           },
                     *           "remaining": 1,
                     *           "packages": [
                     *             {
                     *               "code": "K7RWDQ",
                     *               "name": "Relaxing massage",
                     *               "remaining": 1,
                     *               "validUntil": "2030-03-05"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        credits: {
                            service: {
                                /** Format: uuid */
                                id: string;
                                name: string;
                            };
                            remaining: number;
                            packages: {
                                code: string;
                                name: string;
                                remaining: number;
                                /** Format: date */
                                validUntil: string;
                            }[];
                        }[];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    transferPurchase: {
        parameters: {
            query?: never;
            header: {
                "On-Behalf-Of"?: string;
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "toCustomerId": "0190a0e4-7c1e-7b3a-9d2f-0a1b2c3d4e5f"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Who gets the sessions; the validity stays the same
                     */
                    toCustomerId: string;
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchase": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "code": "K7RWDQ",
                     *         "status": "pending",
                     *         "kind": "package",
                     *         "name": "Relaxing massage",
                     *         "price": {
                     *           "amountMinor": 85000,
                     *           "currency": "MXN"
                     *         },
                     *         "payUrl": "https://example.com/pay/3n7Kx0Q2",
                     *         "createdAt": "2030-03-05T10:00:00-06:00",
                     *         "expiresAt": "2030-03-05T10:00:00-06:00",
                     *         "paidAt": "2030-03-05T10:00:00-06:00",
                     *         "credits": [
                     *           {
                     *             "service": {
                     *               "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *               "name": "Relaxing massage"
                     *             },
                     *             "total": 1,
                     *             "remaining": 1
                     *           }
                     *         ],
                     *         "validUntil": "2030-03-05"
                     *       },
                     *       "recipient": {
                     *         "customerId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "purchaseCode": "P4XW9TGH"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @description The one that was handed over, as it is now */
                        purchase: components["schemas"]["Purchase"];
                        recipient: {
                            /** Format: uuid */
                            customerId: string;
                            purchaseCode: string;
                        };
                    };
                };
            };
            /**
             * @description `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             *
             *     `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_missing" | "malformed_request";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `not_transferable`: This cannot be handed to somebody else. Leave it: what was sold cannot be handed on, or nothing is left of it
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_transferable" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listAllPurchases: {
        parameters: {
            query?: {
                /** @description Of this customer */
                client?: string;
                status?: "pending" | "paid" | "expired" | "cancelled" | "partially_refunded" | "refunded";
                kind?: "package" | "booking";
                /** @description Created at or after */
                from?: string;
                /** @description Created before */
                to?: string;
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "purchases": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "code": "K7RWDQ",
                     *           "status": "pending",
                     *           "kind": "package",
                     *           "name": "Relaxing massage",
                     *           "price": {
                     *             "amountMinor": 85000,
                     *             "currency": "MXN"
                     *           },
                     *           "payUrl": "https://example.com/pay/3n7Kx0Q2",
                     *           "createdAt": "2030-03-05T10:00:00-06:00",
                     *           "expiresAt": "2030-03-05T10:00:00-06:00",
                     *           "paidAt": "2030-03-05T10:00:00-06:00",
                     *           "credits": [
                     *             {
                     *               "service": {
                     *                 "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *                 "name": "Relaxing massage"
                     *               },
                     *               "total": 1,
                     *               "remaining": 1
                     *             }
                     *           ],
                     *           "validUntil": "2030-03-05"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        purchases: components["schemas"]["Purchase"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    refundPurchase: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "The customer was ill"
                 *     }
                 */
                "application/json": {
                    /** @description In minor units of the purchase's currency; without it, all that has not gone back yet */
                    amountMinor?: number;
                    /** @description For the books; the customer does not read it */
                    reason: string;
                    /**
                     * @description Leaves the customer the unused sessions, as for a discount given afterwards
                     * @default false
                     */
                    keepsCredits?: boolean;
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refund": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "amount": {
                     *           "amountMinor": 85000,
                     *           "currency": "MXN"
                     *         },
                     *         "reason": "The customer was ill",
                     *         "status": "pending",
                     *         "createdAt": "2030-03-05T10:00:00-06:00"
                     *       },
                     *       "purchase": {
                     *         "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *         "code": "K7RWDQ",
                     *         "status": "pending",
                     *         "kind": "package",
                     *         "name": "Relaxing massage",
                     *         "price": {
                     *           "amountMinor": 85000,
                     *           "currency": "MXN"
                     *         },
                     *         "payUrl": "https://example.com/pay/3n7Kx0Q2",
                     *         "createdAt": "2030-03-05T10:00:00-06:00",
                     *         "expiresAt": "2030-03-05T10:00:00-06:00",
                     *         "paidAt": "2030-03-05T10:00:00-06:00",
                     *         "credits": [
                     *           {
                     *             "service": {
                     *               "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *               "name": "Relaxing massage"
                     *             },
                     *             "total": 1,
                     *             "remaining": 1
                     *           }
                     *         ],
                     *         "validUntil": "2030-03-05"
                     *       }
                     *     }
                     */
                    "application/json": {
                        refund: components["schemas"]["Refund"];
                        purchase: components["schemas"]["Purchase"];
                    };
                };
            };
            /**
             * @description `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             *
             *     `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_missing" | "malformed_request";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `not_refundable`: Nothing of this can be given back. Read the purchase: nothing is left to give back
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "not_refundable" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getClient: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "displayName": "Ana López",
                     *       "language": "es"
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    updateClient: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The customer for whom an API key acts
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                "On-Behalf-Of": string;
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "displayName": "Ana López"
                 *     }
                 */
                "application/json": {
                    displayName?: string | null;
                    language?: string | null;
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "displayName": "Ana López",
                     *       "language": "es"
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createClient: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone": "+52 55 1234 5678"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description International, or as it is dialled in the business's country
                     * @example +52 55 1234 5678
                     */
                    phone: string;
                    displayName?: string;
                    /**
                     * @description ISO 639-1
                     * @example es
                     */
                    language?: string;
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "displayName": "Ana López",
                     *       "language": "es",
                     *       "isNew": false
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        displayName: string | null;
                        language: string | null;
                        isNew: boolean;
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getClientById: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "displayName": "Ana López",
                     *       "language": "es"
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    updateClientById: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "displayName": "Ana López"
                 *     }
                 */
                "application/json": {
                    displayName?: string | null;
                    language?: string | null;
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "displayName": "Ana López",
                     *       "language": "es"
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getBookingCalendar: {
        parameters: {
            query?: never;
            header?: {
                "On-Behalf-Of"?: string;
                "If-None-Match"?: string;
            };
            path: {
                /** @example K7RWDQ */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example BEGIN:VCALENDAR
                     *     VERSION:2.0
                     *     PRODID:-//Atiende//EN
                     *     END:VCALENDAR
                     */
                    "text/calendar": string;
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createCalendarFeed: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "https://example.com/hooks/atiende"
                     *     }
                     */
                    "application/json": {
                        /** @description Whoever knows it reads the calendar. Shown once: null when this answer is a replay */
                        url: string | null;
                    };
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "endpoints": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "url": "https://example.com/hooks/atiende",
                     *           "description": "Sixty minutes, with warm oil",
                     *           "kinds": [
                     *             "booking.created",
                     *             "purchase.paid"
                     *           ],
                     *           "createdAt": "2030-03-05T10:00:00-06:00",
                     *           "disabledAt": null,
                     *           "disabledReason": null,
                     *           "failingSince": null,
                     *           "previousSecretUntil": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        endpoints: {
                            /** Format: uuid */
                            id: string;
                            url: string;
                            description: string;
                            kinds: string[];
                            /** Format: date-time */
                            createdAt: string;
                            /** @description Since then it gets nothing; what happens meanwhile is not kept for it */
                            disabledAt: string | null;
                            /** @description failing: nothing was accepted for three days; gone: it answered 410 */
                            disabledReason: ("asked" | "failing" | "gone") | null;
                            /** @description The first failure since the last success */
                            failingSince: string | null;
                            /** @description Until then each delivery also carries a signature by the secret before the rotation */
                            previousSecretUntil: string | null;
                        }[];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://example.com/hooks/atiende"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uri
                     * @description Takes a POST with JSON and answers 2xx within 5 seconds. https; http only for localhost in development
                     * @example https://example.com/hooks/atiende
                     */
                    url: string;
                    /**
                     * @description Which events it gets; empty: every one
                     * @default []
                     * @example [
                     *       "booking.created",
                     *       "purchase.paid"
                     *     ]
                     */
                    kinds?: ("booking.created" | "booking.held" | "booking.confirmed" | "booking.rescheduled" | "booking.cancelled" | "booking.completed" | "booking.no_show" | "booking.expired" | "waitlist.joined" | "waitlist.offered" | "waitlist.filled" | "purchase.created" | "purchase.paid" | "purchase.refunded" | "package.transferred" | "credit.spent" | "credit.returned" | "client.created" | "client.updated")[];
                    /**
                     * @description For people, in lists
                     * @default
                     */
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "url": "https://example.com/hooks/atiende",
                     *       "description": "Sixty minutes, with warm oil",
                     *       "kinds": [
                     *         "booking.created",
                     *         "purchase.paid"
                     *       ],
                     *       "createdAt": "2030-03-05T10:00:00-06:00",
                     *       "disabledAt": null,
                     *       "disabledReason": null,
                     *       "failingSince": null,
                     *       "previousSecretUntil": null,
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        url: string;
                        description: string;
                        kinds: string[];
                        /** Format: date-time */
                        createdAt: string;
                        /** @description Since then it gets nothing; what happens meanwhile is not kept for it */
                        disabledAt: string | null;
                        /** @description failing: nothing was accepted for three days; gone: it answered 410 */
                        disabledReason: ("asked" | "failing" | "gone") | null;
                        /** @description The first failure since the last success */
                        failingSince: string | null;
                        /** @description Until then each delivery also carries a signature by the secret before the rotation */
                        previousSecretUntil: string | null;
                        /**
                         * @description Verifies the signatures (Standard Webhooks). Shown once: null when this answer is a replay
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                         */
                        secret: string | null;
                    };
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `too_many`: There are as many as there may be. Remove one first
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "too_many" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "wasThere": false
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description False when there was no such thing, or not any more */
                        wasThere: boolean;
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://example.com/hooks/atiende"
                 *     }
                 */
                "application/json": {
                    /**
                     * Format: uri
                     * @description Takes a POST with JSON and answers 2xx within 5 seconds. https; http only for localhost in development
                     * @example https://example.com/hooks/atiende
                     */
                    url?: string;
                    /**
                     * @description Which events it gets; empty: every one
                     * @example [
                     *       "booking.created",
                     *       "purchase.paid"
                     *     ]
                     */
                    kinds?: ("booking.created" | "booking.held" | "booking.confirmed" | "booking.rescheduled" | "booking.cancelled" | "booking.completed" | "booking.no_show" | "booking.expired" | "waitlist.joined" | "waitlist.offered" | "waitlist.filled" | "purchase.created" | "purchase.paid" | "purchase.refunded" | "package.transferred" | "credit.spent" | "credit.returned" | "client.created" | "client.updated")[];
                    /** @description For people, in lists */
                    description?: string;
                    isDisabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "url": "https://example.com/hooks/atiende",
                     *       "description": "Sixty minutes, with warm oil",
                     *       "kinds": [
                     *         "booking.created",
                     *         "purchase.paid"
                     *       ],
                     *       "createdAt": "2030-03-05T10:00:00-06:00",
                     *       "disabledAt": null,
                     *       "disabledReason": null,
                     *       "failingSince": null,
                     *       "previousSecretUntil": null
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        url: string;
                        description: string;
                        kinds: string[];
                        /** Format: date-time */
                        createdAt: string;
                        /** @description Since then it gets nothing; what happens meanwhile is not kept for it */
                        disabledAt: string | null;
                        /** @description failing: nothing was accepted for three days; gone: it answered 410 */
                        disabledReason: ("asked" | "failing" | "gone") | null;
                        /** @description The first failure since the last success */
                        failingSince: string | null;
                        /** @description Until then each delivery also carries a signature by the secret before the rotation */
                        previousSecretUntil: string | null;
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "url": "https://example.com/hooks/atiende",
                     *       "description": "Sixty minutes, with warm oil",
                     *       "kinds": [
                     *         "booking.created",
                     *         "purchase.paid"
                     *       ],
                     *       "createdAt": "2030-03-05T10:00:00-06:00",
                     *       "disabledAt": null,
                     *       "disabledReason": null,
                     *       "failingSince": null,
                     *       "previousSecretUntil": null,
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        url: string;
                        description: string;
                        kinds: string[];
                        /** Format: date-time */
                        createdAt: string;
                        /** @description Since then it gets nothing; what happens meanwhile is not kept for it */
                        disabledAt: string | null;
                        /** @description failing: nothing was accepted for three days; gone: it answered 410 */
                        disabledReason: ("asked" | "failing" | "gone") | null;
                        /** @description The first failure since the last success */
                        failingSince: string | null;
                        /** @description Until then each delivery also carries a signature by the secret before the rotation */
                        previousSecretUntil: string | null;
                        /**
                         * @description Verifies the signatures (Standard Webhooks). Shown once: null when this answer is a replay
                         * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
                         */
                        secret: string | null;
                    };
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "endpointId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "eventId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "type": "booking.created",
                     *       "state": "pending",
                     *       "attempts": 1,
                     *       "createdAt": "2030-03-05T10:00:00-06:00",
                     *       "lastAttemptAt": "2030-03-05T10:00:00-06:00",
                     *       "nextAttemptAt": null,
                     *       "responseStatus": 200,
                     *       "durationMs": 84,
                     *       "errorCode": "text"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        endpointId: string;
                        /**
                         * Format: uuid
                         * @description The `webhook-id` header: the same at every attempt, by which a receiver drops repeats
                         */
                        eventId: string;
                        type: string;
                        /** @enum {string} */
                        state: "pending" | "delivered" | "failed";
                        /** @description Since it was created or asked for again */
                        attempts: number;
                        /** Format: date-time */
                        createdAt: string;
                        lastAttemptAt: string | null;
                        /** @description Of a pending one */
                        nextAttemptAt: string | null;
                        responseStatus: number | null;
                        durationMs: number | null;
                        /** @description Why the last attempt failed, such as http_500, ECONNREFUSED, timeout, address_not_public */
                        errorCode: string | null;
                    };
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `endpoint_disabled`: The webhook endpoint is switched off. Switch the endpoint on first
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "endpoint_disabled" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                state?: "pending" | "delivered" | "failed";
                limit?: number;
                cursor?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deliveries": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "endpointId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "eventId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "type": "booking.created",
                     *           "state": "pending",
                     *           "attempts": 1,
                     *           "createdAt": "2030-03-05T10:00:00-06:00",
                     *           "lastAttemptAt": "2030-03-05T10:00:00-06:00",
                     *           "nextAttemptAt": null,
                     *           "responseStatus": 200,
                     *           "durationMs": 84,
                     *           "errorCode": "text"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        deliveries: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            endpointId: string;
                            /**
                             * Format: uuid
                             * @description The `webhook-id` header: the same at every attempt, by which a receiver drops repeats
                             */
                            eventId: string;
                            type: string;
                            /** @enum {string} */
                            state: "pending" | "delivered" | "failed";
                            /** @description Since it was created or asked for again */
                            attempts: number;
                            /** Format: date-time */
                            createdAt: string;
                            lastAttemptAt: string | null;
                            /** @description Of a pending one */
                            nextAttemptAt: string | null;
                            responseStatus: number | null;
                            durationMs: number | null;
                            /** @description Why the last attempt failed, such as http_500, ECONNREFUSED, timeout, address_not_public */
                            errorCode: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    redeliverWebhook: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "endpointId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "eventId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "type": "booking.created",
                     *       "state": "pending",
                     *       "attempts": 1,
                     *       "createdAt": "2030-03-05T10:00:00-06:00",
                     *       "lastAttemptAt": "2030-03-05T10:00:00-06:00",
                     *       "nextAttemptAt": null,
                     *       "responseStatus": 200,
                     *       "durationMs": 84,
                     *       "errorCode": "text"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        endpointId: string;
                        /**
                         * Format: uuid
                         * @description The `webhook-id` header: the same at every attempt, by which a receiver drops repeats
                         */
                        eventId: string;
                        type: string;
                        /** @enum {string} */
                        state: "pending" | "delivered" | "failed";
                        /** @description Since it was created or asked for again */
                        attempts: number;
                        /** Format: date-time */
                        createdAt: string;
                        lastAttemptAt: string | null;
                        /** @description Of a pending one */
                        nextAttemptAt: string | null;
                        responseStatus: number | null;
                        durationMs: number | null;
                        /** @description Why the last attempt failed, such as http_500, ECONNREFUSED, timeout, address_not_public */
                        errorCode: string | null;
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `endpoint_disabled`: The webhook endpoint is switched off. Switch the endpoint on first
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "endpoint_disabled" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "apiKeys": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "name": "Relaxing massage",
                     *           "scopes": [
                     *             "catalogue:read"
                     *           ],
                     *           "hint": "atk_7Qx2",
                     *           "createdAt": "2030-03-05T10:00:00-06:00",
                     *           "lastUsedAt": "2030-03-05T10:00:00-06:00",
                     *           "expiresAt": null,
                     *           "revokedAt": null
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        apiKeys: components["schemas"]["ApiKey"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Agenda of the front desk",
                 *       "scopes": [
                 *         "catalogue:read",
                 *         "bookings:write"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Who or what uses it; shown in lists and in the audit log
                     * @example Agenda of the front desk
                     */
                    name: string;
                    /**
                     * @description What it may do. A key cannot give a scope that it does not have
                     * @example [
                     *       "catalogue:read",
                     *       "bookings:write"
                     *     ]
                     */
                    scopes: ("catalogue:read" | "catalogue:write" | "bookings:read" | "bookings:write" | "payments:read" | "payments:write" | "clients:read" | "clients:write" | "webhooks:write" | "keys:write" | "nlu:read" | "nlu:write")[];
                    /**
                     * Format: date-time
                     * @description From then on it is refused; without it, it lives until revoked
                     */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "name": "Relaxing massage",
                     *       "scopes": [
                     *         "catalogue:read"
                     *       ],
                     *       "hint": "atk_7Qx2",
                     *       "createdAt": "2030-03-05T10:00:00-06:00",
                     *       "lastUsedAt": "2030-03-05T10:00:00-06:00",
                     *       "expiresAt": null,
                     *       "revokedAt": null,
                     *       "secret": "atk_7Qx2…"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        scopes: ("catalogue:read" | "catalogue:write" | "bookings:read" | "bookings:write" | "payments:read" | "payments:write" | "clients:read" | "clients:write" | "webhooks:write" | "keys:write" | "nlu:read" | "nlu:write")[];
                        /** @example atk_7Qx2 */
                        hint: string;
                        /** Format: date-time */
                        createdAt: string;
                        lastUsedAt: string | null;
                        expiresAt: string | null;
                        revokedAt: string | null;
                        /**
                         * @description Send it as `Authorization: Bearer …`. Shown once: null when this answer is a replay
                         * @example atk_7Qx2…
                         */
                        secret: string | null;
                    };
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The API key's id, as `GET /admin/api-keys` tells it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "name": "Relaxing massage",
                     *       "scopes": [
                     *         "catalogue:read"
                     *       ],
                     *       "hint": "atk_7Qx2",
                     *       "createdAt": "2030-03-05T10:00:00-06:00",
                     *       "lastUsedAt": "2030-03-05T10:00:00-06:00",
                     *       "expiresAt": null,
                     *       "revokedAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path: {
                /**
                 * @description The API key's id, as `GET /admin/api-keys` tells it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "name": "Relaxing massage",
                     *       "scopes": [
                     *         "catalogue:read"
                     *       ],
                     *       "hint": "atk_7Qx2",
                     *       "createdAt": "2030-03-05T10:00:00-06:00",
                     *       "lastUsedAt": "2030-03-05T10:00:00-06:00",
                     *       "expiresAt": null,
                     *       "revokedAt": null,
                     *       "secret": "atk_7Qx2…"
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        scopes: ("catalogue:read" | "catalogue:write" | "bookings:read" | "bookings:write" | "payments:read" | "payments:write" | "clients:read" | "clients:write" | "webhooks:write" | "keys:write" | "nlu:read" | "nlu:write")[];
                        /** @example atk_7Qx2 */
                        hint: string;
                        /** Format: date-time */
                        createdAt: string;
                        lastUsedAt: string | null;
                        expiresAt: string | null;
                        revokedAt: string | null;
                        /**
                         * @description Send it as `Authorization: Bearer …`. Shown once: null when this answer is a replay
                         * @example atk_7Qx2…
                         */
                        secret: string | null;
                    };
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `key_not_active`: The API key is revoked or has expired. Make a new API key
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "key_not_active" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listAdminServices: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "services": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "code": "K7RWDQ",
                     *           "name": "Relaxing massage",
                     *           "description": "Sixty minutes, with warm oil",
                     *           "durationMinutes": 60,
                     *           "bufferBeforeMinutes": 0,
                     *           "bufferMinutes": 15,
                     *           "leadMinutes": null,
                     *           "horizonDays": null,
                     *           "priceMinor": 85000,
                     *           "isActive": true,
                     *           "currency": "MXN",
                     *           "origin": "file",
                     *           "needs": [
                     *             [
                     *               "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60"
                     *             ]
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        services: {
                            /** Format: uuid */
                            id: string;
                            code: string;
                            name: string;
                            description: string;
                            durationMinutes: number;
                            /** @description Kept free before it */
                            bufferBeforeMinutes: number;
                            /** @description Kept free after it */
                            bufferMinutes: number;
                            /** @description Its own notice; null: as the business has it */
                            leadMinutes: number | null;
                            /** @description How far ahead it can be booked; null: as the business has it */
                            horizonDays: number | null;
                            priceMinor: number;
                            /** @description Whether it can be booked or bought; what was booked stays */
                            isActive: boolean;
                            currency: string;
                            /**
                             * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                             * @enum {string}
                             */
                            origin: "file" | "api";
                            needs: string[][];
                        }[];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createService: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "masaje-relajante",
                 *       "name": "Relaxing massage",
                 *       "durationMinutes": 60,
                 *       "priceMinor": 85000
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Its identity in files and CSV; it never changes
                     * @example masaje-relajante
                     */
                    code: string;
                    name: string;
                    /** @default  */
                    description?: string;
                    durationMinutes: number;
                    /**
                     * @description Kept free before it
                     * @default 0
                     */
                    bufferBeforeMinutes?: number;
                    /**
                     * @description Kept free after it
                     * @default 0
                     */
                    bufferMinutes?: number;
                    /**
                     * @description Its own notice; null: as the business has it
                     * @default null
                     */
                    leadMinutes?: number | null;
                    /**
                     * @description How far ahead it can be booked; null: as the business has it
                     * @default null
                     */
                    horizonDays?: number | null;
                    /**
                     * @description In minor units of the business's currency
                     * @example 85000
                     */
                    priceMinor: number;
                    /**
                     * @description Whether it can be booked or bought; what was booked stays
                     * @default true
                     */
                    isActive?: boolean;
                    /**
                     * @description Rooms and equipment: a booking occupies one of each list beside the professional
                     * @default []
                     */
                    needs?: string[][];
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "code": "K7RWDQ",
                     *       "name": "Relaxing massage",
                     *       "description": "Sixty minutes, with warm oil",
                     *       "durationMinutes": 60,
                     *       "bufferBeforeMinutes": 0,
                     *       "bufferMinutes": 15,
                     *       "leadMinutes": null,
                     *       "horizonDays": null,
                     *       "priceMinor": 85000,
                     *       "isActive": true,
                     *       "currency": "MXN",
                     *       "origin": "file",
                     *       "needs": [
                     *         [
                     *           "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60"
                     *         ]
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        code: string;
                        name: string;
                        description: string;
                        durationMinutes: number;
                        /** @description Kept free before it */
                        bufferBeforeMinutes: number;
                        /** @description Kept free after it */
                        bufferMinutes: number;
                        /** @description Its own notice; null: as the business has it */
                        leadMinutes: number | null;
                        /** @description How far ahead it can be booked; null: as the business has it */
                        horizonDays: number | null;
                        priceMinor: number;
                        /** @description Whether it can be booked or bought; what was booked stays */
                        isActive: boolean;
                        currency: string;
                        /**
                         * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                         * @enum {string}
                         */
                        origin: "file" | "api";
                        needs: string[][];
                    };
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `code_taken`: Another one has this code. Choose another code, or change the one that has it
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "code_taken" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    updateService: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Relaxing massage"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    description?: string;
                    durationMinutes?: number;
                    /** @description Kept free before it */
                    bufferBeforeMinutes?: number;
                    /** @description Kept free after it */
                    bufferMinutes?: number;
                    /** @description Its own notice; null: as the business has it */
                    leadMinutes?: number | null;
                    /** @description How far ahead it can be booked; null: as the business has it */
                    horizonDays?: number | null;
                    /**
                     * @description In minor units of the business's currency
                     * @example 85000
                     */
                    priceMinor?: number;
                    /** @description Whether it can be booked or bought; what was booked stays */
                    isActive?: boolean;
                    /** @description Rooms and equipment: a booking occupies one of each list beside the professional */
                    needs?: string[][];
                    /**
                     * @description Gives it back to the file, which is applied at the next start
                     * @constant
                     */
                    origin?: "file";
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "code": "K7RWDQ",
                     *       "name": "Relaxing massage",
                     *       "description": "Sixty minutes, with warm oil",
                     *       "durationMinutes": 60,
                     *       "bufferBeforeMinutes": 0,
                     *       "bufferMinutes": 15,
                     *       "leadMinutes": null,
                     *       "horizonDays": null,
                     *       "priceMinor": 85000,
                     *       "isActive": true,
                     *       "currency": "MXN",
                     *       "origin": "file",
                     *       "needs": [
                     *         [
                     *           "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60"
                     *         ]
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        code: string;
                        name: string;
                        description: string;
                        durationMinutes: number;
                        /** @description Kept free before it */
                        bufferBeforeMinutes: number;
                        /** @description Kept free after it */
                        bufferMinutes: number;
                        /** @description Its own notice; null: as the business has it */
                        leadMinutes: number | null;
                        /** @description How far ahead it can be booked; null: as the business has it */
                        horizonDays: number | null;
                        priceMinor: number;
                        /** @description Whether it can be booked or bought; what was booked stays */
                        isActive: boolean;
                        currency: string;
                        /**
                         * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                         * @enum {string}
                         */
                        origin: "file" | "api";
                        needs: string[][];
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    exportServices: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example code,name,durationMinutes,priceMinor
                     *     masaje-relajante,Masaje relajante,60,85000
                     */
                    "text/csv": string;
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    importServices: {
        parameters: {
            query?: {
                /** @description true: checks and counts, changes nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example code,name,durationMinutes,priceMinor
                 *     masaje-relajante,Masaje relajante,60,85000
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1,
                     *       "updated": 1,
                     *       "unchanged": 1,
                     *       "isDryRun": false
                     *     }
                     */
                    "application/json": {
                        created: number;
                        updated: number;
                        unchanged: number;
                        isDryRun: boolean;
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listResources: {
        parameters: {
            query?: {
                kind?: "professional" | "room" | "equipment";
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "resources": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "code": "K7RWDQ",
                     *           "kind": "professional",
                     *           "name": "Relaxing massage",
                     *           "isActive": true,
                     *           "origin": "file",
                     *           "services": [
                     *             {
                     *               "serviceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *               "durationMinutes": 60
                     *             }
                     *           ],
                     *           "hours": [
                     *             {
                     *               "weekday": 1,
                     *               "from": "10:00",
                     *               "to": "19:00"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        resources: {
                            /** Format: uuid */
                            id: string;
                            code: string;
                            /** @enum {string} */
                            kind: "professional" | "room" | "equipment";
                            name: string;
                            isActive: boolean;
                            /**
                             * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                             * @enum {string}
                             */
                            origin: "file" | "api";
                            services: {
                                /** Format: uuid */
                                serviceId: string;
                                durationMinutes: number | null;
                            }[];
                            hours: {
                                /** @description ISO: 1 is Monday */
                                weekday: number;
                                from: string;
                                to: string;
                            }[] | null;
                        }[];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createResource: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "masaje-relajante",
                 *       "kind": "professional",
                 *       "name": "Relaxing massage"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Its identity in files and CSV; it never changes
                     * @example masaje-relajante
                     */
                    code: string;
                    /** @enum {string} */
                    kind: "professional" | "room" | "equipment";
                    name: string;
                    /**
                     * @description Whether it can be booked or bought; what was booked stays
                     * @default true
                     */
                    isActive?: boolean;
                    /**
                     * @description What a professional does, and where it takes this person longer or shorter than the service says
                     * @default []
                     */
                    services?: {
                        /** Format: uuid */
                        serviceId: string;
                        /** @default null */
                        durationMinutes?: number | null;
                    }[];
                    /**
                     * @description When a professional works, in local time; null: whenever the business is open
                     * @default null
                     */
                    hours?: {
                        /** @description ISO: 1 is Monday */
                        weekday: number;
                        from: string;
                        to: string;
                    }[] | null;
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "code": "K7RWDQ",
                     *       "kind": "professional",
                     *       "name": "Relaxing massage",
                     *       "isActive": true,
                     *       "origin": "file",
                     *       "services": [
                     *         {
                     *           "serviceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "durationMinutes": 60
                     *         }
                     *       ],
                     *       "hours": [
                     *         {
                     *           "weekday": 1,
                     *           "from": "10:00",
                     *           "to": "19:00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        code: string;
                        /** @enum {string} */
                        kind: "professional" | "room" | "equipment";
                        name: string;
                        isActive: boolean;
                        /**
                         * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                         * @enum {string}
                         */
                        origin: "file" | "api";
                        services: {
                            /** Format: uuid */
                            serviceId: string;
                            durationMinutes: number | null;
                        }[];
                        hours: {
                            /** @description ISO: 1 is Monday */
                            weekday: number;
                            from: string;
                            to: string;
                        }[] | null;
                    };
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `code_taken`: Another one has this code. Choose another code, or change the one that has it
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "code_taken" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    updateResource: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Relaxing massage"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    /** @description Whether it can be booked or bought; what was booked stays */
                    isActive?: boolean;
                    /** @description What a professional does, and where it takes this person longer or shorter than the service says */
                    services?: {
                        /** Format: uuid */
                        serviceId: string;
                        /** @default null */
                        durationMinutes?: number | null;
                    }[];
                    /** @description When a professional works, in local time; null: whenever the business is open */
                    hours?: {
                        /** @description ISO: 1 is Monday */
                        weekday: number;
                        from: string;
                        to: string;
                    }[] | null;
                    /**
                     * @description Gives it back to the file, which is applied at the next start
                     * @constant
                     */
                    origin?: "file";
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "code": "K7RWDQ",
                     *       "kind": "professional",
                     *       "name": "Relaxing massage",
                     *       "isActive": true,
                     *       "origin": "file",
                     *       "services": [
                     *         {
                     *           "serviceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "durationMinutes": 60
                     *         }
                     *       ],
                     *       "hours": [
                     *         {
                     *           "weekday": 1,
                     *           "from": "10:00",
                     *           "to": "19:00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        code: string;
                        /** @enum {string} */
                        kind: "professional" | "room" | "equipment";
                        name: string;
                        isActive: boolean;
                        /**
                         * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                         * @enum {string}
                         */
                        origin: "file" | "api";
                        services: {
                            /** Format: uuid */
                            serviceId: string;
                            durationMinutes: number | null;
                        }[];
                        hours: {
                            /** @description ISO: 1 is Monday */
                            weekday: number;
                            from: string;
                            to: string;
                        }[] | null;
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getOpeningHours: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "origin": "file",
                     *       "periods": [
                     *         {
                     *           "weekday": 1,
                     *           "from": "10:00",
                     *           "to": "19:00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                         * @enum {string}
                         */
                        origin: "file" | "api";
                        periods: {
                            /** @description ISO: 1 is Monday */
                            weekday: number;
                            from: string;
                            to: string;
                        }[];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    setOpeningHours: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "periods": [
                 *         {
                 *           "weekday": 1,
                 *           "from": "10:00",
                 *           "to": "19:00"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    periods: {
                        /** @description ISO: 1 is Monday */
                        weekday: number;
                        from: string;
                        to: string;
                    }[];
                } | {
                    /** @constant */
                    origin: "file";
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "origin": "file",
                     *       "periods": [
                     *         {
                     *           "weekday": 1,
                     *           "from": "10:00",
                     *           "to": "19:00"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                         * @enum {string}
                         */
                        origin: "file" | "api";
                        periods: {
                            /** @description ISO: 1 is Monday */
                            weekday: number;
                            from: string;
                            to: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listTimeOff: {
        parameters: {
            query?: {
                resource?: string;
                /** @description Only what ends after this instant */
                from?: string;
                /** @description Only what begins before this instant */
                to?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "timeOff": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "resourceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "startsAt": "2030-03-05T10:00:00-06:00",
                     *           "endsAt": "2030-03-05T11:00:00-06:00",
                     *           "reason": "The customer was ill"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        timeOff: {
                            /** Format: uuid */
                            id: string;
                            resourceId: string | null;
                            /** Format: date-time */
                            startsAt: string;
                            /** Format: date-time */
                            endsAt: string;
                            reason: string | null;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createTimeOff: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "startsAt": "2030-03-05T10:00:00-06:00",
                 *       "endsAt": "2030-03-05T11:00:00-06:00"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Who or what is away; null: the whole business is closed
                     * @default null
                     */
                    resourceId?: string | null;
                    /** Format: date-time */
                    startsAt: string;
                    /** Format: date-time */
                    endsAt: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "resourceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "startsAt": "2030-03-05T10:00:00-06:00",
                     *       "endsAt": "2030-03-05T11:00:00-06:00",
                     *       "reason": "The customer was ill",
                     *       "bookingCodes": [
                     *         "K7RWDQ"
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        resourceId: string | null;
                        /** Format: date-time */
                        startsAt: string;
                        /** Format: date-time */
                        endsAt: string;
                        reason: string | null;
                        /** @description At most 100 that stand in this time: move or cancel them */
                        bookingCodes: string[];
                    };
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    deleteTimeOff: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "wasThere": false
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @description False when there was no such thing, or not any more */
                        wasThere: boolean;
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listAdminPackages: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "packages": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "code": "K7RWDQ",
                     *           "name": "Relaxing massage",
                     *           "description": "Sixty minutes, with warm oil",
                     *           "priceMinor": 85000,
                     *           "validDays": 90,
                     *           "isTransferable": false,
                     *           "isActive": true,
                     *           "currency": "MXN",
                     *           "origin": "file",
                     *           "items": [
                     *             {
                     *               "serviceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *               "quantity": 5
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        packages: {
                            /** Format: uuid */
                            id: string;
                            code: string;
                            name: string;
                            description: string;
                            priceMinor: number;
                            validDays: number;
                            /** @description Whether what is left of it may be handed to another customer */
                            isTransferable: boolean;
                            /** @description Whether it can be booked or bought; what was booked stays */
                            isActive: boolean;
                            currency: string;
                            /**
                             * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                             * @enum {string}
                             */
                            origin: "file" | "api";
                            items: {
                                /** Format: uuid */
                                serviceId: string;
                                quantity: number;
                            }[];
                        }[];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    createPackage: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description A new UUID for each thing to be done, and the same one when the request is repeated; kept for 7 days
                 * @example 6f1c2f5e-8d0b-4f0e-9f43-0d6f8a1b2c3d
                 */
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "masaje-relajante",
                 *       "name": "Relaxing massage",
                 *       "priceMinor": 85000,
                 *       "validDays": 90,
                 *       "items": [
                 *         {
                 *           "serviceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                 *           "quantity": 5
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Its identity in files and CSV; it never changes
                     * @example masaje-relajante
                     */
                    code: string;
                    name: string;
                    /** @default  */
                    description?: string;
                    /**
                     * @description In minor units of the business's currency
                     * @example 85000
                     */
                    priceMinor: number;
                    validDays: number;
                    /**
                     * @description Whether what is left of it may be handed to another customer
                     * @default false
                     */
                    isTransferable?: boolean;
                    /**
                     * @description Whether it can be booked or bought; what was booked stays
                     * @default true
                     */
                    isActive?: boolean;
                    /** @description Sessions by service */
                    items: {
                        /** Format: uuid */
                        serviceId: string;
                        quantity: number;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done: this is what was made */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "code": "K7RWDQ",
                     *       "name": "Relaxing massage",
                     *       "description": "Sixty minutes, with warm oil",
                     *       "priceMinor": 85000,
                     *       "validDays": 90,
                     *       "isTransferable": false,
                     *       "isActive": true,
                     *       "currency": "MXN",
                     *       "origin": "file",
                     *       "items": [
                     *         {
                     *           "serviceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "quantity": 5
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        code: string;
                        name: string;
                        description: string;
                        priceMinor: number;
                        validDays: number;
                        /** @description Whether what is left of it may be handed to another customer */
                        isTransferable: boolean;
                        /** @description Whether it can be booked or bought; what was booked stays */
                        isActive: boolean;
                        currency: string;
                        /**
                         * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                         * @enum {string}
                         */
                        origin: "file" | "api";
                        items: {
                            /** Format: uuid */
                            serviceId: string;
                            quantity: number;
                        }[];
                    };
                };
            };
            /**
             * @description `malformed_request`: The request cannot be read. Send what `detail` says in the form that it says
             *
             *     `idempotency_key_missing`: An Idempotency-Key is needed. Send `Idempotency-Key`: a new UUID, and the same one when you repeat the request
             */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "malformed_request" | "idempotency_key_missing";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `code_taken`: Another one has this code. Choose another code, or change the one that has it
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "code_taken" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    updatePackage: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Relaxing massage"
                 *     }
                 */
                "application/json": {
                    name?: string;
                    description?: string;
                    /**
                     * @description In minor units of the business's currency
                     * @example 85000
                     */
                    priceMinor?: number;
                    validDays?: number;
                    /** @description Whether what is left of it may be handed to another customer */
                    isTransferable?: boolean;
                    /** @description Whether it can be booked or bought; what was booked stays */
                    isActive?: boolean;
                    /** @description Sessions by service */
                    items?: {
                        /** Format: uuid */
                        serviceId: string;
                        quantity: number;
                    }[];
                    /**
                     * @description Gives it back to the file, which is applied at the next start
                     * @constant
                     */
                    origin?: "file";
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "code": "K7RWDQ",
                     *       "name": "Relaxing massage",
                     *       "description": "Sixty minutes, with warm oil",
                     *       "priceMinor": 85000,
                     *       "validDays": 90,
                     *       "isTransferable": false,
                     *       "isActive": true,
                     *       "currency": "MXN",
                     *       "origin": "file",
                     *       "items": [
                     *         {
                     *           "serviceId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "quantity": 5
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        code: string;
                        name: string;
                        description: string;
                        priceMinor: number;
                        validDays: number;
                        /** @description Whether what is left of it may be handed to another customer */
                        isTransferable: boolean;
                        /** @description Whether it can be booked or bought; what was booked stays */
                        isActive: boolean;
                        currency: string;
                        /**
                         * @description file: each start brings it to what catalogue.yml says; api: the API made or changed it, and the file is not applied
                         * @enum {string}
                         */
                        origin: "file" | "api";
                        items: {
                            /** Format: uuid */
                            serviceId: string;
                            quantity: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    exportPackages: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example code,name,priceMinor,validDays,items
                     *     relax-5,Relax 5,380000,90,masaje-relajante:5
                     */
                    "text/csv": string;
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    importPackages: {
        parameters: {
            query?: {
                /** @description true: checks and counts, changes nothing */
                dryRun?: "true" | "false";
            };
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example code,name,priceMinor,validDays,items
                 *     relax-5,Relax 5,380000,90,masaje-relajante:5
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "created": 1,
                     *       "updated": 1,
                     *       "unchanged": 1,
                     *       "isDryRun": false
                     *     }
                     */
                    "application/json": {
                        created: number;
                        updated: number;
                        unchanged: number;
                        isDryRun: boolean;
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /**
             * @description `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getLlmUsage: {
        parameters: {
            query: {
                /**
                 * @description The first day, on the business's calendar
                 * @example 2026-11-01
                 */
                from: string;
                /**
                 * @description The last day, included; at most 366 days from the first
                 * @example 2026-11-30
                 */
                to: string;
                /** @description Which of day, model, intent, purpose and tier to tell apart, with commas between them */
                by?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2026-11-01",
                     *       "to": "2026-11-30",
                     *       "timeZone": "America/Mexico_City",
                     *       "usage": [
                     *         {
                     *           "currency": "USD",
                     *           "calls": 420,
                     *           "failures": 6,
                     *           "estimatedCalls": 0,
                     *           "inputTokens": 310000,
                     *           "cachedInputTokens": 190000,
                     *           "outputTokens": 42000,
                     *           "costMicros": 1250000
                     *         }
                     *       ],
                     *       "totals": [
                     *         {
                     *           "currency": "USD",
                     *           "calls": 420,
                     *           "failures": 6,
                     *           "estimatedCalls": 0,
                     *           "inputTokens": 310000,
                     *           "cachedInputTokens": 190000,
                     *           "outputTokens": 42000,
                     *           "costMicros": 1250000
                     *         }
                     *       ],
                     *       "budget": {
                     *         "month": "2026-11",
                     *         "currency": "USD",
                     *         "limitMicros": 1250000,
                     *         "softPercent": 80,
                     *         "spentMicros": 1250000,
                     *         "standing": "free"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * Format: date
                         * @example 2026-11-01
                         */
                        from: string;
                        /**
                         * Format: date
                         * @example 2026-11-30
                         */
                        to: string;
                        /** @description Whose days these are */
                        timeZone: string;
                        /** @description In the order of `by`, with those members of day, model, intent, purpose and tier that it names */
                        usage: {
                            /**
                             * Format: date
                             * @example 2026-11-21
                             */
                            day?: string;
                            /** @example qwen/qwen3-30b-a3b */
                            model?: string;
                            /**
                             * @description null: a call that belonged to no intent
                             * @example agendar_cita
                             */
                            intent?: string | null;
                            /**
                             * @description phrase, clarify, classify or summarise
                             * @example phrase
                             */
                            purpose?: string;
                            /** @example simple */
                            tier?: string;
                            /**
                             * @description ISO 4217, of the models' prices
                             * @example USD
                             */
                            currency: string;
                            /**
                             * @description Attempts at a model; a reply may need more than one
                             * @example 420
                             */
                            calls: number;
                            /**
                             * @description Of the calls, those that gave nothing
                             * @example 6
                             */
                            failures: number;
                            /**
                             * @description Of the calls, those whose tokens were estimated, because the server did not tell them
                             * @example 0
                             */
                            estimatedCalls: number;
                            /** @example 310000 */
                            inputTokens: number;
                            /**
                             * @description Of the input tokens, those that the provider had in its cache
                             * @example 190000
                             */
                            cachedInputTokens: number;
                            /** @example 42000 */
                            outputTokens: number;
                            /**
                             * @description In millionths of the currency
                             * @example 1250000
                             */
                            costMicros: number;
                        }[];
                        /** @description Of all these days; one for each currency, which is one unless the prices changed theirs */
                        totals: {
                            /**
                             * @description ISO 4217, of the models' prices
                             * @example USD
                             */
                            currency: string;
                            /**
                             * @description Attempts at a model; a reply may need more than one
                             * @example 420
                             */
                            calls: number;
                            /**
                             * @description Of the calls, those that gave nothing
                             * @example 6
                             */
                            failures: number;
                            /**
                             * @description Of the calls, those whose tokens were estimated, because the server did not tell them
                             * @example 0
                             */
                            estimatedCalls: number;
                            /** @example 310000 */
                            inputTokens: number;
                            /**
                             * @description Of the input tokens, those that the provider had in its cache
                             * @example 190000
                             */
                            cachedInputTokens: number;
                            /** @example 42000 */
                            outputTokens: number;
                            /**
                             * @description In millionths of the currency
                             * @example 1250000
                             */
                            costMicros: number;
                        }[];
                        /** @description Of the current month, whatever was asked for */
                        budget: {
                            /**
                             * @description The current month of the business
                             * @example 2026-11
                             */
                            month: string;
                            /**
                             * @description ISO 4217, of the models' prices
                             * @example USD
                             */
                            currency: string;
                            /** @description In millionths of the currency; null: the month has no limit */
                            limitMicros: number | null;
                            /**
                             * @description From this share of the limit on, only the cheapest models are asked
                             * @example 80
                             */
                            softPercent: number;
                            /**
                             * @description In millionths of the currency
                             * @example 1250000
                             */
                            spentMicros: number;
                            /**
                             * @description soft: the share is spent; hard: all of it is, and customers get the fixed texts
                             * @enum {string}
                             */
                            standing: "free" | "soft" | "hard";
                        };
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    listAnnotations: {
        parameters: {
            query?: {
                state?: "open" | "known" | "accepted" | "rejected";
                reason?: "corrected" | "handed_off" | "clarified" | "low_confidence" | "sampled";
                /** @description Those that were understood as this intent */
                intent?: string;
                /** @description useful: by the weight of reasons and how often */
                order?: "useful" | "newest";
                limit?: number;
                cursor?: string;
            };
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "annotations": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "text": "quiero yoga el jueves",
                     *           "language": "es",
                     *           "state": "open",
                     *           "reasons": [
                     *             "corrected"
                     *           ],
                     *           "seenCount": 3,
                     *           "firstSeenAt": "2030-03-05T10:00:00-06:00",
                     *           "lastSeenAt": "2030-03-05T10:00:00-06:00",
                     *           "parse": {
                     *             "intent": {
                     *               "name": "agendar_cita",
                     *               "confidence": 0.41
                     *             },
                     *             "ranking": [
                     *               {
                     *                 "name": "agendar_cita",
                     *                 "confidence": 0.41
                     *               }
                     *             ],
                     *             "entities": [
                     *               {
                     *                 "entity": "servicio",
                     *                 "start": 7,
                     *                 "end": 11
                     *               }
                     *             ],
                     *             "engine": "rasa",
                     *             "model": "studio-1a2b3c4d5e6f"
                     *           },
                     *           "messageId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "turnUrl": "/api/admin/turns/0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "judgedBy": [
                     *             "Ana"
                     *           ]
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        annotations: {
                            /** Format: uuid */
                            id: string;
                            /**
                             * @description Masked: names, telephones and the like are tags such as [teléfono]
                             * @example quiero yoga el jueves
                             */
                            text: string;
                            /**
                             * @description In which the customer was answered
                             * @example es
                             */
                            language: string;
                            /**
                             * @description open: waits to be judged or decided; known: the text is an example already, so nobody is asked
                             * @enum {string}
                             */
                            state: "open" | "known" | "accepted" | "rejected";
                            reasons: ("corrected" | "handed_off" | "clarified" | "low_confidence" | "sampled")[];
                            /**
                             * @description Messages with this text
                             * @example 3
                             */
                            seenCount: number;
                            /** Format: date-time */
                            firstSeenAt: string;
                            /** Format: date-time */
                            lastSeenAt: string;
                            /** @description What was understood the last time */
                            parse: {
                                intent: {
                                    /** @example agendar_cita */
                                    name: string;
                                    /** @example 0.41 */
                                    confidence: number;
                                };
                                /** @description The best three, best first */
                                ranking: {
                                    /** @example agendar_cita */
                                    name: string;
                                    /** @example 0.41 */
                                    confidence: number;
                                }[];
                                entities: {
                                    /** @example servicio */
                                    entity: string;
                                    /**
                                     * @description Of the text's UTF-16 units, counted from 0
                                     * @example 7
                                     */
                                    start: number;
                                    /**
                                     * @description The unit after the last
                                     * @example 11
                                     */
                                    end: number;
                                    /** @description Where it is another than the marked text */
                                    value?: string;
                                }[];
                                /** @example rasa */
                                engine: string;
                                /** @example studio-1a2b3c4d5e6f */
                                model: string;
                            };
                            /**
                             * Format: uuid
                             * @description The newest message with this text
                             */
                            messageId: string;
                            /**
                             * @description Why that message was answered as it was; for administrators
                             * @example /api/admin/turns/0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                             */
                            turnUrl: string;
                            judgedBy: string[];
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getAnnotation: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path: {
                /**
                 * @description The annotation's id, as `GET /admin/nlu/annotations` tells it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "text": "quiero yoga el jueves",
                     *       "language": "es",
                     *       "state": "open",
                     *       "reasons": [
                     *         "corrected"
                     *       ],
                     *       "seenCount": 3,
                     *       "firstSeenAt": "2030-03-05T10:00:00-06:00",
                     *       "lastSeenAt": "2030-03-05T10:00:00-06:00",
                     *       "parse": {
                     *         "intent": {
                     *           "name": "agendar_cita",
                     *           "confidence": 0.41
                     *         },
                     *         "ranking": [
                     *           {
                     *             "name": "agendar_cita",
                     *             "confidence": 0.41
                     *           }
                     *         ],
                     *         "entities": [
                     *           {
                     *             "entity": "servicio",
                     *             "start": 7,
                     *             "end": 11
                     *           }
                     *         ],
                     *         "engine": "rasa",
                     *         "model": "studio-1a2b3c4d5e6f"
                     *       },
                     *       "messageId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "turnUrl": "/api/admin/turns/0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "judgements": [
                     *         {
                     *           "trainer": "Ana",
                     *           "intent": "agendar_cita",
                     *           "entities": [
                     *             {
                     *               "entity": "servicio",
                     *               "start": 7,
                     *               "end": 11
                     *             }
                     *           ],
                     *           "note": "text",
                     *           "judgedAt": "2030-03-05T10:00:00-06:00"
                     *         }
                     *       ],
                     *       "agreement": {
                     *         "intent": false,
                     *         "entities": false
                     *       },
                     *       "decision": {
                     *         "by": "Ana",
                     *         "at": "2030-03-05T10:00:00-06:00",
                     *         "judgementBy": "Ana"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /**
                         * @description Masked: names, telephones and the like are tags such as [teléfono]
                         * @example quiero yoga el jueves
                         */
                        text: string;
                        /**
                         * @description In which the customer was answered
                         * @example es
                         */
                        language: string;
                        /**
                         * @description open: waits to be judged or decided; known: the text is an example already, so nobody is asked
                         * @enum {string}
                         */
                        state: "open" | "known" | "accepted" | "rejected";
                        reasons: ("corrected" | "handed_off" | "clarified" | "low_confidence" | "sampled")[];
                        /**
                         * @description Messages with this text
                         * @example 3
                         */
                        seenCount: number;
                        /** Format: date-time */
                        firstSeenAt: string;
                        /** Format: date-time */
                        lastSeenAt: string;
                        /** @description What was understood the last time */
                        parse: {
                            intent: {
                                /** @example agendar_cita */
                                name: string;
                                /** @example 0.41 */
                                confidence: number;
                            };
                            /** @description The best three, best first */
                            ranking: {
                                /** @example agendar_cita */
                                name: string;
                                /** @example 0.41 */
                                confidence: number;
                            }[];
                            entities: {
                                /** @example servicio */
                                entity: string;
                                /**
                                 * @description Of the text's UTF-16 units, counted from 0
                                 * @example 7
                                 */
                                start: number;
                                /**
                                 * @description The unit after the last
                                 * @example 11
                                 */
                                end: number;
                                /** @description Where it is another than the marked text */
                                value?: string;
                            }[];
                            /** @example rasa */
                            engine: string;
                            /** @example studio-1a2b3c4d5e6f */
                            model: string;
                        };
                        /**
                         * Format: uuid
                         * @description The newest message with this text
                         */
                        messageId: string;
                        /**
                         * @description Why that message was answered as it was; for administrators
                         * @example /api/admin/turns/0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                         */
                        turnUrl: string;
                        /** @description One for each trainer, oldest first */
                        judgements: {
                            /**
                             * @description The name of a trainer's token or key
                             * @example Ana
                             */
                            trainer: string;
                            /** @example agendar_cita */
                            intent: string;
                            entities: {
                                /** @example servicio */
                                entity: string;
                                /**
                                 * @description Of the text's UTF-16 units, counted from 0
                                 * @example 7
                                 */
                                start: number;
                                /**
                                 * @description The unit after the last
                                 * @example 11
                                 */
                                end: number;
                                /** @description Where it is another than the marked text */
                                value?: string;
                            }[];
                            /** @example null */
                            note: string | null;
                            /** Format: date-time */
                            judgedAt: string;
                        }[];
                        /** @description Whether all judgements say the same; null while there is only one */
                        agreement: {
                            intent: boolean;
                            entities: boolean;
                        } | null;
                        decision: {
                            /**
                             * @description The name of a trainer's token or key
                             * @example Ana
                             */
                            by: string;
                            /** Format: date-time */
                            at: string;
                            judgementBy: string | null;
                        } | null;
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    judgeAnnotation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The annotation's id, as `GET /admin/nlu/annotations` tells it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "intent": "agendar_cita"
                 *     }
                 */
                "application/json": {
                    /** @example agendar_cita */
                    intent: string;
                    /** @default [] */
                    entities?: {
                        /** @example servicio */
                        entity: string;
                        /**
                         * @description Of the text's UTF-16 units, counted from 0
                         * @example 7
                         */
                        start: number;
                        /**
                         * @description The unit after the last
                         * @example 11
                         */
                        end: number;
                        /** @description Where it is another than the marked text */
                        value?: string;
                    }[];
                    /** @description For the other trainers; no personal data */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "text": "quiero yoga el jueves",
                     *       "language": "es",
                     *       "state": "open",
                     *       "reasons": [
                     *         "corrected"
                     *       ],
                     *       "seenCount": 3,
                     *       "firstSeenAt": "2030-03-05T10:00:00-06:00",
                     *       "lastSeenAt": "2030-03-05T10:00:00-06:00",
                     *       "parse": {
                     *         "intent": {
                     *           "name": "agendar_cita",
                     *           "confidence": 0.41
                     *         },
                     *         "ranking": [
                     *           {
                     *             "name": "agendar_cita",
                     *             "confidence": 0.41
                     *           }
                     *         ],
                     *         "entities": [
                     *           {
                     *             "entity": "servicio",
                     *             "start": 7,
                     *             "end": 11
                     *           }
                     *         ],
                     *         "engine": "rasa",
                     *         "model": "studio-1a2b3c4d5e6f"
                     *       },
                     *       "messageId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "turnUrl": "/api/admin/turns/0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "judgements": [
                     *         {
                     *           "trainer": "Ana",
                     *           "intent": "agendar_cita",
                     *           "entities": [
                     *             {
                     *               "entity": "servicio",
                     *               "start": 7,
                     *               "end": 11
                     *             }
                     *           ],
                     *           "note": "text",
                     *           "judgedAt": "2030-03-05T10:00:00-06:00"
                     *         }
                     *       ],
                     *       "agreement": {
                     *         "intent": false,
                     *         "entities": false
                     *       },
                     *       "decision": {
                     *         "by": "Ana",
                     *         "at": "2030-03-05T10:00:00-06:00",
                     *         "judgementBy": "Ana"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /**
                         * @description Masked: names, telephones and the like are tags such as [teléfono]
                         * @example quiero yoga el jueves
                         */
                        text: string;
                        /**
                         * @description In which the customer was answered
                         * @example es
                         */
                        language: string;
                        /**
                         * @description open: waits to be judged or decided; known: the text is an example already, so nobody is asked
                         * @enum {string}
                         */
                        state: "open" | "known" | "accepted" | "rejected";
                        reasons: ("corrected" | "handed_off" | "clarified" | "low_confidence" | "sampled")[];
                        /**
                         * @description Messages with this text
                         * @example 3
                         */
                        seenCount: number;
                        /** Format: date-time */
                        firstSeenAt: string;
                        /** Format: date-time */
                        lastSeenAt: string;
                        /** @description What was understood the last time */
                        parse: {
                            intent: {
                                /** @example agendar_cita */
                                name: string;
                                /** @example 0.41 */
                                confidence: number;
                            };
                            /** @description The best three, best first */
                            ranking: {
                                /** @example agendar_cita */
                                name: string;
                                /** @example 0.41 */
                                confidence: number;
                            }[];
                            entities: {
                                /** @example servicio */
                                entity: string;
                                /**
                                 * @description Of the text's UTF-16 units, counted from 0
                                 * @example 7
                                 */
                                start: number;
                                /**
                                 * @description The unit after the last
                                 * @example 11
                                 */
                                end: number;
                                /** @description Where it is another than the marked text */
                                value?: string;
                            }[];
                            /** @example rasa */
                            engine: string;
                            /** @example studio-1a2b3c4d5e6f */
                            model: string;
                        };
                        /**
                         * Format: uuid
                         * @description The newest message with this text
                         */
                        messageId: string;
                        /**
                         * @description Why that message was answered as it was; for administrators
                         * @example /api/admin/turns/0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                         */
                        turnUrl: string;
                        /** @description One for each trainer, oldest first */
                        judgements: {
                            /**
                             * @description The name of a trainer's token or key
                             * @example Ana
                             */
                            trainer: string;
                            /** @example agendar_cita */
                            intent: string;
                            entities: {
                                /** @example servicio */
                                entity: string;
                                /**
                                 * @description Of the text's UTF-16 units, counted from 0
                                 * @example 7
                                 */
                                start: number;
                                /**
                                 * @description The unit after the last
                                 * @example 11
                                 */
                                end: number;
                                /** @description Where it is another than the marked text */
                                value?: string;
                            }[];
                            /** @example null */
                            note: string | null;
                            /** Format: date-time */
                            judgedAt: string;
                        }[];
                        /** @description Whether all judgements say the same; null while there is only one */
                        agreement: {
                            intent: boolean;
                            entities: boolean;
                        } | null;
                        decision: {
                            /**
                             * @description The name of a trainer's token or key
                             * @example Ana
                             */
                            by: string;
                            /** Format: date-time */
                            at: string;
                            judgementBy: string | null;
                        } | null;
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `annotation_settled`: The message is decided already, or an example. Open it again first, unless it is `known`
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "annotation_settled" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    decideAnnotation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The annotation's id, as `GET /admin/nlu/annotations` tells it
                 * @example 0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "decision": "accepted"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    decision: "accepted" | "rejected" | "open";
                    /**
                     * @description Whose judgement is accepted; needed where they differ
                     * @example Ana
                     */
                    judgementBy?: string;
                };
            };
        };
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "text": "quiero yoga el jueves",
                     *       "language": "es",
                     *       "state": "open",
                     *       "reasons": [
                     *         "corrected"
                     *       ],
                     *       "seenCount": 3,
                     *       "firstSeenAt": "2030-03-05T10:00:00-06:00",
                     *       "lastSeenAt": "2030-03-05T10:00:00-06:00",
                     *       "parse": {
                     *         "intent": {
                     *           "name": "agendar_cita",
                     *           "confidence": 0.41
                     *         },
                     *         "ranking": [
                     *           {
                     *             "name": "agendar_cita",
                     *             "confidence": 0.41
                     *           }
                     *         ],
                     *         "entities": [
                     *           {
                     *             "entity": "servicio",
                     *             "start": 7,
                     *             "end": 11
                     *           }
                     *         ],
                     *         "engine": "rasa",
                     *         "model": "studio-1a2b3c4d5e6f"
                     *       },
                     *       "messageId": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "turnUrl": "/api/admin/turns/0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *       "judgements": [
                     *         {
                     *           "trainer": "Ana",
                     *           "intent": "agendar_cita",
                     *           "entities": [
                     *             {
                     *               "entity": "servicio",
                     *               "start": 7,
                     *               "end": 11
                     *             }
                     *           ],
                     *           "note": "text",
                     *           "judgedAt": "2030-03-05T10:00:00-06:00"
                     *         }
                     *       ],
                     *       "agreement": {
                     *         "intent": false,
                     *         "entities": false
                     *       },
                     *       "decision": {
                     *         "by": "Ana",
                     *         "at": "2030-03-05T10:00:00-06:00",
                     *         "judgementBy": "Ana"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /**
                         * @description Masked: names, telephones and the like are tags such as [teléfono]
                         * @example quiero yoga el jueves
                         */
                        text: string;
                        /**
                         * @description In which the customer was answered
                         * @example es
                         */
                        language: string;
                        /**
                         * @description open: waits to be judged or decided; known: the text is an example already, so nobody is asked
                         * @enum {string}
                         */
                        state: "open" | "known" | "accepted" | "rejected";
                        reasons: ("corrected" | "handed_off" | "clarified" | "low_confidence" | "sampled")[];
                        /**
                         * @description Messages with this text
                         * @example 3
                         */
                        seenCount: number;
                        /** Format: date-time */
                        firstSeenAt: string;
                        /** Format: date-time */
                        lastSeenAt: string;
                        /** @description What was understood the last time */
                        parse: {
                            intent: {
                                /** @example agendar_cita */
                                name: string;
                                /** @example 0.41 */
                                confidence: number;
                            };
                            /** @description The best three, best first */
                            ranking: {
                                /** @example agendar_cita */
                                name: string;
                                /** @example 0.41 */
                                confidence: number;
                            }[];
                            entities: {
                                /** @example servicio */
                                entity: string;
                                /**
                                 * @description Of the text's UTF-16 units, counted from 0
                                 * @example 7
                                 */
                                start: number;
                                /**
                                 * @description The unit after the last
                                 * @example 11
                                 */
                                end: number;
                                /** @description Where it is another than the marked text */
                                value?: string;
                            }[];
                            /** @example rasa */
                            engine: string;
                            /** @example studio-1a2b3c4d5e6f */
                            model: string;
                        };
                        /**
                         * Format: uuid
                         * @description The newest message with this text
                         */
                        messageId: string;
                        /**
                         * @description Why that message was answered as it was; for administrators
                         * @example /api/admin/turns/0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60
                         */
                        turnUrl: string;
                        /** @description One for each trainer, oldest first */
                        judgements: {
                            /**
                             * @description The name of a trainer's token or key
                             * @example Ana
                             */
                            trainer: string;
                            /** @example agendar_cita */
                            intent: string;
                            entities: {
                                /** @example servicio */
                                entity: string;
                                /**
                                 * @description Of the text's UTF-16 units, counted from 0
                                 * @example 7
                                 */
                                start: number;
                                /**
                                 * @description The unit after the last
                                 * @example 11
                                 */
                                end: number;
                                /** @description Where it is another than the marked text */
                                value?: string;
                            }[];
                            /** @example null */
                            note: string | null;
                            /** Format: date-time */
                            judgedAt: string;
                        }[];
                        /** @description Whether all judgements say the same; null while there is only one */
                        agreement: {
                            intent: boolean;
                            entities: boolean;
                        } | null;
                        decision: {
                            /**
                             * @description The name of a trainer's token or key
                             * @example Ana
                             */
                            by: string;
                            /** Format: date-time */
                            at: string;
                            judgementBy: string | null;
                        } | null;
                    };
                };
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /**
             * @description `annotation_settled`: The message is decided already, or an example. Open it again first, unless it is `known`
             *
             *     `not_judged`: Nobody has judged the message. Judge it first
             *
             *     `judgements_differ`: The trainers do not agree. Name in `judgementBy` whose judgement is right
             *
             *     `idempotency_key_reused`: The key was used for another request. Use a new key for a new request
             *
             *     `idempotency_in_progress`: A request with this key is still being worked on. Wait a second and repeat the same request with the same key
             */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "annotation_settled" | "not_judged" | "judgements_differ" | "idempotency_key_reused" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["payload_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getAnnotationAgreement: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pairs": 40,
                     *       "equalShare": 1,
                     *       "kappa": 0.87,
                     *       "trainers": [
                     *         {
                     *           "first": "Ana",
                     *           "second": "Ana",
                     *           "pairs": 40,
                     *           "equalShare": 1,
                     *           "kappa": 0.87
                     *         }
                     *       ],
                     *       "disagreements": [
                     *         {
                     *           "intents": [
                     *             "agendar_cita",
                     *             "reagendar_cita"
                     *           ],
                     *           "pairs": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Two trainers judged the same message
                         * @example 40
                         */
                        pairs: number;
                        /** @description Of the pairs, those with the same intent; null without pairs */
                        equalShare: number | null;
                        /**
                         * @description Cohen's: 1 all equal, 0 as by chance; null where it is not defined
                         * @example 0.87
                         */
                        kappa: number | null;
                        trainers: {
                            /**
                             * @description The name of a trainer's token or key
                             * @example Ana
                             */
                            first: string;
                            /**
                             * @description The name of a trainer's token or key
                             * @example Ana
                             */
                            second: string;
                            /**
                             * @description Two trainers judged the same message
                             * @example 40
                             */
                            pairs: number;
                            /** @description Of the pairs, those with the same intent; null without pairs */
                            equalShare: number | null;
                            /**
                             * @description Cohen's: 1 all equal, 0 as by chance; null where it is not defined
                             * @example 0.87
                             */
                            kappa: number | null;
                        }[];
                        /** @description Most frequent first */
                        disagreements: {
                            /**
                             * @example [
                             *       "agendar_cita",
                             *       "reagendar_cita"
                             *     ]
                             */
                            intents: string[];
                            pairs: number;
                        }[];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    getAnnotationPatch: {
        parameters: {
            query?: never;
            header?: {
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done: this is how it is now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "patch": "",
                     *       "included": [
                     *         "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60"
                     *       ],
                     *       "refused": [
                     *         {
                     *           "id": "0190a0e4-7c1e-7b3a-9d2f-1b2c3d4e5f60",
                     *           "reason": "masked"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": {
                        /**
                         * @description Empty when nothing is to be added
                         * @example
                         */
                        patch: string;
                        included: string[];
                        /** @description Accepted, and not fit to be an example */
                        refused: {
                            /** Format: uuid */
                            id: string;
                            /**
                             * @description masked: the text holds a tag such as [teléfono]; held_out: it is one of those that measure; unknown_intent, wrong_marks: the files or the catalogue have changed since it was judged; no_place: no file takes it
                             * @enum {string}
                             */
                            reason: "masked" | "personal_data" | "held_out" | "unknown_intent" | "wrong_marks" | "no_place";
                        }[];
                    };
                };
            };
            /** @description You have it already: the ETag is still the same */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["validation_failed"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            503: components["responses"]["unavailable"];
        };
    };
    receiveEvent: {
        parameters: {
            query?: never;
            header: {
                /** @description The same at every attempt: drop what you have seen */
                "webhook-id": string;
                /** @description Seconds since 1970 of this attempt */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA256 of `id.timestamp.body`; during a rotation, two of them */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookEvent"];
            };
        };
        responses: {
            /** @description Never send anything here again */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Taken. Anything else, or nothing in 5 seconds, is tried again later */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
