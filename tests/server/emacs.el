;;; emacs.el --- driven by test_emacs.py  -*- lexical-binding: t -*-
(require 'json)
(require 'flymake)
(find-file "conflations/default/conflationPlan.json")
(unless (eglot-current-server)
  (apply #'eglot (eglot--guess-contact)))
(unless flymake-mode (flymake-mode 1))
(with-timeout (60 (message "timeout") (kill-emacs 1))
  (while (null (flymake-diagnostics))
    (flymake-start)
    (accept-process-output nil 0.1)))
(princ
 (json-encode
  (sort (mapcar (lambda (one)
                  (format "%d %s" (line-number-at-pos (flymake-diagnostic-beg one))
                          (car (split-string (flymake-diagnostic-text one) "\n"))))
                (flymake-diagnostics))
        #'string<)))
(kill-emacs 0)
