/** How loguru draws a chain of three exceptions: values below the frames, some over several lines. */
export const loguruChain = `Traceback (most recent call last):

  File "/home/ada/detector/ops.py", line 12, in load
    return importlib.import_module(self.name())
           │         │             │    └ <function Op.name at 0x7f0000000001>
           │         │             └ <detector.ops.Op object at 0x7f0000000002>
           │         └ <function import_module at 0x7f0000000003>
           └ <module 'importlib' from '/usr/lib/python3.11/importlib/__init__.py'>
  File "<frozen importlib._bootstrap>", line 1206, in _gcd_import

ModuleNotFoundError: No module named 'detector.fast_eval'


During handling of the above exception, another exception occurred:


Traceback (most recent call last):

  File "/home/ada/detector/compile.py", line 40, in compile
    subprocess.run(
    │          └ <function run at 0x7f0000000004>
    └ <module 'subprocess' from '/usr/lib/python3.11/subprocess.py'>
           └ ['make', '-v']

subprocess.CalledProcessError: Command '['make', '-v']' returned non-zero exit status 1.


The above exception was the direct cause of the following exception:


Traceback (most recent call last):

> File "/home/ada/detector/launch.py", line 98, in launch
    main(*args)
    │     └ (╒═══════════════════╤══════════════════════════════════════.
    └ <function main at 0x7f0000000005>

  File "/home/ada/detector/evaluate.py", line 7, in evaluate
    return evaluator.evaluate(model, half)
           │         │        │      └ False
           │         │        └ Model(
           │         │            (backbone): Backbone(
           │         │              (stem): ...
           │         └ <function Evaluator.evaluate at 0x7f0000000006>
           └ <detector.evaluate.Evaluator object at 0x7f0000000007>
  File "/home/ada/detector/compile.py", line 46, in compile
    raise RuntimeError(message) from error
                       └ "Error building extension 'fast_eval'"
RuntimeError: Error building extension 'fast_eval'
`;

/** What Python prints where an import that is only tried at the first save fails. */
export const missingModule = `Traceback (most recent call last):
  File "<string>", line 1, in <module>
  File "/home/ada/detector/trainer.py", line 60, in save
    rows = self.read_rows()
           ^^^^^^^^^^^^^^^^
  File "/home/ada/detector/trainer.py", line 69, in read_rows
    import polars
    ^^^^^^^^^^^^^
ModuleNotFoundError: No module named 'polars'
`;
